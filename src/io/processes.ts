/**
 * Who runs: enough to tell whether the process that left a name on disk is still the one with that number.
 */
import fs from 'node:fs'
import { errorCode } from './files.ts'

/** A process id is used again after a while; with the moment of its start and the boot of the machine it is not. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks from boot to the start of the process; 0 where the system does not tell. */
  readonly startTicks: number
  /** Letters, digits and dashes; `none` where the system does not tell. */
  readonly boot: string
}

export interface Processes {
  readonly self: ProcessIdentity
  /** Whether it still runs here. A killed process that its parent has not yet collected does not. */
  isAlive(identity: ProcessIdentity): boolean
}

export const realProcesses: Processes = {
  self: { pid: process.pid, startTicks: readStat(process.pid)?.startTicks ?? 0, boot: readBoot() },

  isAlive({ pid, startTicks, boot }) {
    if (boot !== realProcesses.self.boot) return false
    if (startTicks === 0) return answersSignals(pid)
    const stat = readStat(pid)
    return stat !== undefined && stat.startTicks === startTicks && !'ZXx'.includes(stat.state)
  },
}

/** `pid (name) state ppid ...`, proc(5): the name may hold spaces and brackets, so that fields count from its last `)`. */
function readStat(pid: number): { state: string; startTicks: number } | undefined {
  const text = readIfThere(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields[0], Number(fields[19])]
  return state === undefined || !Number.isSafeInteger(startTicks) ? undefined : { state, startTicks }
}

function readBoot(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? 'none'
}

function readIfThere(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (error) {
    // ESRCH: the process went away between open and read.
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined
    throw error
  }
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}
