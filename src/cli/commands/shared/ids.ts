/**
 * Ids on the command line: hex, without `0x`.
 */
import { badArguments } from './failure.ts'
import { parseLeaseId, parseMemberId } from './go-text.ts'

/** @throws Failure */
export function readLeaseId(given: string): bigint {
  return readId(given, 'lease', parseLeaseId)
}

/** @throws Failure */
export function readMemberId(given: string): bigint {
  return readId(given, 'member', parseMemberId)
}

function readId(given: string, what: string, parse: (text: string) => bigint): bigint {
  try {
    return parse(given)
  } catch (cause) {
    throw badArguments(`bad ${what} ID arg (${(cause as Error).message}), expecting ID in Hex`)
  }
}
