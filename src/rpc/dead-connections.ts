/**
 * Finds connections that only seem to be open.
 *
 * After some protocol errors of a client (a frame of a wrong size is one) node's HTTP/2 session sends GOAWAY, stops reading and
 * tells nobody (seen on Node 20): when the client closes then, its socket stays half-closed here for ever. So a connection that was
 * silent for a whole round is pinged, and one that has not answered by the next round is cut. Who is idle but alive answers, at
 * 17 bytes a minute.
 */
import type { Http2Server, Http2Session } from 'node:http2'
import type { Timer, Timers } from '../api/service.ts'

export const roundMs = 60_000

interface Seen {
  readonly bytes: number
  readonly asked: boolean
}

/** Looks at every connection of the server once a round, as long as there are any. */
export function cutDeadConnections(server: Http2Server, timers: Timers): void {
  const sessions = new Map<Http2Session, Seen>()
  let timer: Timer | undefined
  const look = (): void => {
    for (const [session, seen] of sessions) sessions.set(session, lookAt(session, seen))
    timer = sessions.size === 0 ? undefined : timers.after(roundMs, look)
  }
  server.on('session', (session) => {
    sessions.set(session, { bytes: -1, asked: false })
    session.once('close', () => sessions.delete(session))
    if (timer === undefined) timer = timers.after(roundMs, look)
  })
}

function lookAt(session: Http2Session, { bytes: bytesBefore, asked }: Seen): Seen {
  if (session.destroyed) return { bytes: bytesBefore, asked }
  const bytes = session.socket.bytesRead
  if (bytes !== bytesBefore) return { bytes, asked: false }
  if (asked) session.destroy()
  // What comes back is counted; that anything does is the answer.
  else session.ping(() => undefined)
  return { bytes, asked: true }
}
