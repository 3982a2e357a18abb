/**
 * What a client's SETTINGS mean for what we send (RFC 9113 6.5.2).
 */
import { ErrorCode, max31, maxFrameDefault, readUint32, Setting } from './frames.ts'
import type { Sender } from './sender.ts'
import type { Stream } from './stream.ts'

const maxFrameMax = 2 ** 24 - 1

/**
 * Takes over the settings of one frame, in their order, and acknowledges them.
 * @param streams those open; a new initial window is also theirs
 * @returns what is wrong with them
 */
export function applySettings(
  buffer: Buffer,
  from: number,
  length: number,
  sender: Sender,
  streams: Iterable<Stream>,
): ErrorCode | undefined {
  let initialWindow = sender.initialWindow
  for (let at = from; at < from + length; at += 6) {
    const setting = ((buffer[at] as number) << 8) | (buffer[at + 1] as number)
    const value = readUint32(buffer, at + 2)
    if (setting === Setting.HeaderTableSize) sender.encoder.setTableMax(value)
    else if (setting === Setting.EnablePush && value > 1) return ErrorCode.ProtocolError
    else if (setting === Setting.InitialWindowSize) {
      if (value > max31) return ErrorCode.FlowControlError
      initialWindow = value
    } else if (setting === Setting.MaxFrameSize && (value < maxFrameDefault || value > maxFrameMax)) {
      return ErrorCode.ProtocolError
    }
  }
  // Before what they let through: clients wait for the answer, and take what comes behind it as its consequence.
  sender.settingsAck()
  const wider = initialWindow - sender.initialWindow
  sender.initialWindow = initialWindow
  if (wider === 0) return undefined
  for (const stream of [...streams]) if (!sender.widenStream(stream, wider)) return ErrorCode.FlowControlError
  return undefined
}
