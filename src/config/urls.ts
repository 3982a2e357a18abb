/**
 * The URLs of flags: where to listen, what to advertise. Stricter than a browser's: `http` and `https` name a port and
 * no path, `unix` and `unixs` a socket; the refusals are etcd's, word by word.
 */

export interface Url {
  readonly scheme: 'http' | 'https' | 'unix' | 'unixs'
  /** Without the brackets of IPv6; '' for a socket. */
  readonly host: string
  /** 0 asks for any free port; 0 for a socket. */
  readonly port: number
  /** Of the socket; '' for http and https. */
  readonly path: string
  /** As it was given: what is advertised, logged and hashed into member ids. */
  readonly text: string
}

/** @throws Error with etcd's text */
export function parseUrl(given: string): Url {
  const text = given.trim()
  const match = /^([a-z][a-z0-9+.-]*):(\/\/)?(.*)$/i.exec(text)
  const scheme = match?.[1]?.toLowerCase()
  const rest = match?.[3] ?? ''
  switch (scheme) {
    case 'http':
    case 'https':
      return { scheme, ...hostAndPort(rest, text), path: '', text }
    case 'unix':
    case 'unixs':
      return { scheme, host: '', port: 0, path: rest, text }
    default:
      throw new Error(`URL scheme must be http, https, unix, or unixs: ${text}`)
  }
}

function hostAndPort(rest: string, text: string): { host: string; port: number } {
  const slash = rest.search(/[/?#]/)
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(slash < 0 ? rest : rest.slice(0, slash))
  const port = Number(match?.[3])
  if (match === null || port > 65535) throw new Error(`URL address does not have the form "host:port": ${text}`)
  if (slash >= 0) throw new Error(`URL must not contain a path: ${text}`)
  return { host: match[1] ?? match[2] ?? '', port }
}

/** A list with commas, without duplicates, sorted by text as etcd does; an empty list is empty. */
export function parseUrls(list: string): readonly Url[] {
  if (list.trim() === '') return []
  const urls = new Map<string, Url>()
  for (const text of list.split(',')) {
    const url = parseUrl(text)
    urls.set(url.text, url)
  }
  return [...urls.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1))
}

/** The list as a flag would take it. */
export function showUrls(urls: readonly Url[]): string {
  return urls.map(({ text }) => text).join(',')
}

/** Whether `host` is an address and not a name. */
export function isAddress(host: string): boolean {
  if (host.includes(':')) return /^[0-9a-f:.]+(%\w+)?$/i.test(host)
  const parts = host.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}
