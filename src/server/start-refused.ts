/**
 * A member that must not start where it is told to: its operator has to decide, and a supervisor that starts it again and
 * again helps nobody. So each reason has an exit code of its own.
 */
export const startRefusals = {
  /** What is in the data directory, or what the flags compute, belongs to another cluster than the peers do. */
  wrongCluster: 3,
  /** This member's id was removed from its cluster; ids never return. */
  removed: 4,
  /** `--initial-cluster` and the members of the cluster to be joined are not the same. */
  membersDisagree: 5,
} as const

export class StartRefused extends Error {
  override readonly name = 'StartRefused'
  readonly exitCode: number

  constructor(why: keyof typeof startRefusals, text: string) {
    super(text)
    this.exitCode = startRefusals[why]
  }
}

/** What the program ends with after an error. */
export function exitCodeOf(error: unknown): number {
  return error instanceof StartRefused ? error.exitCode : 1
}
