/** Where a member listens and is reached: `http://host:port`, `https://host:port`, `unix://path`, `unixs://path`. */

export type PeerPlace = { readonly host: string; readonly port: number } | { readonly path: string }

export interface PeerUrl {
  readonly secure: boolean
  readonly place: PeerPlace
  readonly text: string
}

/** @throws Error when the text is no such URL; flags and member lists are checked before, so that is rare */
export function parsePeerUrl(text: string): PeerUrl {
  const socket = /^(unixs?):\/\/(.+)$/.exec(text)
  if (socket?.[2] !== undefined) return { secure: socket[1] === 'unixs', place: { path: socket[2] }, text }
  const match = /^(https?):\/\/(?:\[([^\]]+)\]|([^:[\]/]+)):(\d{1,5})\/?$/.exec(text)
  const port = Number(match?.[4])
  const host = match?.[2] ?? match?.[3]
  if (match === null || host === undefined || port > 65535) throw new Error(`not the URL of a member: ${text}`)
  return { secure: match[1] === 'https', place: { host, port }, text }
}

/** Whether `parsePeerUrl` takes it. */
export function isPeerUrl(text: string): boolean {
  return /^unixs?:\/\/.+$/.test(text) || /^https?:\/\/(?:\[[^\]]+\]|[^:[\]/]+):\d{1,5}\/?$/.test(text)
}

/** The URL under which `url` is reached once it is bound: port 0 has become a port. */
export function boundText(url: PeerUrl, port: number): string {
  if ('path' in url.place) return url.text
  const { host } = url.place
  return `${url.secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
