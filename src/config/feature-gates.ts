/**
 * Feature gates: `--feature-gates=InitialCorruptCheck=true,CompactHashCheck=true`.
 *
 * `AllAlpha` and `AllBeta` switch a whole stage; a gate that is named itself keeps what it was given.
 */
import { parseBool } from './go-values.ts'

export const featureGates = {
  StopGRPCServiceOnDefrag: { stage: 'ALPHA', default: false },
  InitialCorruptCheck: { stage: 'ALPHA', default: false },
  CompactHashCheck: { stage: 'ALPHA', default: false },
  LeaseCheckpoint: { stage: 'ALPHA', default: false },
  LeaseCheckpointPersist: { stage: 'ALPHA', default: false },
  SetMemberLocalAddr: { stage: 'ALPHA', default: false },
  PriorityRequest: { stage: 'ALPHA', default: false },
  TxnModeWriteWithSharedBuffer: { stage: 'BETA', default: true },
  FastLeaseKeepAlive: { stage: 'BETA', default: true },
} as const satisfies { readonly [name: string]: { stage: 'ALPHA' | 'BETA'; default: boolean } }

export type FeatureGate = keyof typeof featureGates
export type FeatureGates = { readonly [gate in FeatureGate]: boolean }

/** @throws Error in etcd's words on an unknown gate or a value that is no boolean */
export function parseFeatureGates(text: string): FeatureGates {
  const given = new Map<string, boolean>()
  for (const pair of text.split(',').map((part) => part.trim())) {
    if (pair === '') continue
    const [name = '', value] = splitOnce(pair, '=')
    if (value === undefined) throw new Error(`missing bool value for ${name}`)
    given.set(name, gateValue(name, value))
  }
  const gates: Record<string, boolean> = {}
  for (const [name, gate] of Object.entries(featureGates)) {
    gates[name] = given.get(name) ?? given.get(gate.stage === 'ALPHA' ? 'AllAlpha' : 'AllBeta') ?? gate.default
  }
  // Filled from the table's own names just above.
  return gates as FeatureGates
}

function gateValue(name: string, value: string): boolean {
  if (!(name in featureGates) && name !== 'AllAlpha' && name !== 'AllBeta') {
    throw new Error(`unrecognized feature gate: ${name}`)
  }
  try {
    return parseBool(value.trim())
  } catch (cause) {
    const parsing = `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`
    throw new Error(`invalid value of ${name}=${value}, err: ${parsing}`, { cause })
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
