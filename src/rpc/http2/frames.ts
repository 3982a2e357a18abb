/**
 * The numbers of HTTP/2 (RFC 9113 section 6 and 7), and the frames that are always written the same way.
 *
 *   | length u24 | type u8 | flags u8 | 0 bit, stream u31 | payload |
 */

export const frameHeaderBytes = 9

/** What a client must send first (RFC 9113 3.4). */
export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')

export const FrameType = {
  Data: 0,
  Headers: 1,
  Priority: 2,
  RstStream: 3,
  Settings: 4,
  PushPromise: 5,
  Ping: 6,
  GoAway: 7,
  WindowUpdate: 8,
  Continuation: 9,
} as const

export const Flag = {
  EndStream: 0x1,
  /** Of SETTINGS and PING. */
  Ack: 0x1,
  EndHeaders: 0x4,
  Padded: 0x8,
  Priority: 0x20,
} as const

export const ErrorCode = {
  NoError: 0,
  ProtocolError: 1,
  InternalError: 2,
  FlowControlError: 3,
  SettingsTimeout: 4,
  StreamClosed: 5,
  FrameSizeError: 6,
  RefusedStream: 7,
  Cancel: 8,
  CompressionError: 9,
  ConnectError: 10,
  EnhanceYourCalm: 11,
  InadequateSecurity: 12,
  Http11Required: 13,
} as const
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode]

export const Setting = {
  HeaderTableSize: 1,
  EnablePush: 2,
  MaxConcurrentStreams: 3,
  InitialWindowSize: 4,
  MaxFrameSize: 5,
  MaxHeaderListSize: 6,
} as const

/** What every setting of a size is until the peer says otherwise (RFC 9113 6.5.2). */
export const initialWindowDefault = 65_535
export const maxFrameDefault = 16_384
export const headerTableDefault = 4_096
/** Windows and stream ids have 31 bits. */
export const max31 = 2 ** 31 - 1

/** Writes a frame's header; returns where its payload begins. */
export function writeFrameHeader(
  buffer: Buffer,
  at: number,
  frame: { readonly length: number; readonly type: number; readonly flags: number; readonly streamId: number },
): number {
  const { length, type, flags, streamId } = frame
  buffer[at] = length >>> 16
  buffer[at + 1] = length >>> 8
  buffer[at + 2] = length
  buffer[at + 3] = type
  buffer[at + 4] = flags
  return writeUint32(buffer, at + 5, streamId)
}

/** Big endian; returns the place behind it. */
export function writeUint32(buffer: Buffer, at: number, value: number): number {
  buffer[at] = value >>> 24
  buffer[at + 1] = value >>> 16
  buffer[at + 2] = value >>> 8
  buffer[at + 3] = value
  return at + 4
}

/** Big endian, all 32 bits. The four bytes must be there. */
export function readUint32(buffer: Buffer, at: number): number {
  return (
    ((buffer[at] as number) * 0x1000000 +
      ((buffer[at + 1] as number) << 16) +
      ((buffer[at + 2] as number) << 8) +
      (buffer[at + 3] as number)) >>>
    0
  )
}

/** Big endian, the upper bit dropped: it is reserved wherever 31 bits stand. */
export function readUint31(buffer: Buffer, at: number): number {
  return (
    (((buffer[at] as number) & 0x7f) << 24) |
    ((buffer[at + 1] as number) << 16) |
    ((buffer[at + 2] as number) << 8) |
    (buffer[at + 3] as number)
  )
}
