/**
 * A TCP proxy inside the test: what stands between two members, and breaks when told to.
 *
 * Bytes are never lost or changed in the middle of a connection, as TCP promises; they are held back, delayed, or the
 * connection ends. A partition is `hold('both')`: connections stay, nothing moves, and new ones get nowhere.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** `toTarget`: what clients of the proxy say; `toClient`: what they are answered. */
export type Direction = 'toTarget' | 'toClient'

interface Link {
  readonly client: Socket
  readonly target: Socket
  /** The first bytes of the client, as far as they are known: a request line tells streams apart. */
  head: string
  readonly held: Record<Direction, (() => void)[]>
}

interface Hold {
  readonly directions: readonly Direction[]
  readonly only: (head: string) => boolean
}

export interface ProxyTarget {
  readonly host: string
  readonly port: number
}

export class TcpProxy {
  readonly #server: Server
  readonly #links = new Set<Link>()
  #target: ProxyTarget
  #cut = false
  #hold: Hold | undefined
  /** Milliseconds that every chunk is late, in both directions. Changed only while nothing is on its way. */
  delayMs = 0
  /** Connections that were let through. */
  accepted = 0

  private constructor(server: Server, target: ProxyTarget) {
    this.#server = server
    this.#target = target
  }

  /** Listens on a free port of loopback, or on `port`. */
  static async start(target: ProxyTarget, port = 0): Promise<TcpProxy> {
    const server = createServer()
    const proxy = new TcpProxy(server, target)
    server.on('connection', (client) => proxy.#onConnection(client))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#links.size
  }

  /** Where new connections go. */
  retarget(target: ProxyTarget): void {
    this.#target = target
  }

  /** Resets open connections; new ones are reset at once, until `restore`. */
  cut(): void {
    this.#cut = true
    this.breakAll()
  }

  /** Resets open connections, those with a matching head; new ones are welcome. */
  breakAll(only: (head: string) => boolean = () => true): void {
    for (const link of this.#links) {
      if (!only(link.head)) continue
      link.client.resetAndDestroy()
      link.target.resetAndDestroy()
    }
  }

  /** From now on nothing moves in this direction, or in both; on all connections, or those with a matching head. */
  hold(direction: Direction | 'both', only: (head: string) => boolean = () => true): void {
    this.#hold = { directions: direction === 'both' ? ['toTarget', 'toClient'] : [direction], only }
  }

  /** Ends `cut` and `hold`; what was held back arrives now. */
  restore(): void {
    this.#cut = false
    this.#hold = undefined
    for (const { held } of this.#links) {
      for (const direction of ['toTarget', 'toClient'] as const) for (const pass of held[direction].splice(0)) pass()
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.breakAll()
    await closed
  }

  #onConnection(client: Socket): void {
    if (this.#cut) {
      client.resetAndDestroy()
      return
    }
    this.accepted++
    const target = connect({ ...this.#target, allowHalfOpen: true })
    client.setNoDelay(true)
    target.setNoDelay(true)
    const link: Link = { client, target, head: '', held: { toTarget: [], toClient: [] } }
    this.#links.add(link)
    const end = (): void => {
      this.#links.delete(link)
      client.destroy()
      target.destroy()
    }
    for (const socket of [client, target]) {
      socket.on('error', end)
      socket.on('close', end)
    }
    client.once('data', (chunk) => {
      link.head = chunk.toString('latin1')
    })
    this.#carry(link, 'toTarget')
    this.#carry(link, 'toClient')
  }

  /** One chunk at a time, so that a slow reader slows the writer down, through the proxy as without it. */
  #carry(link: Link, direction: Direction): void {
    const [from, to] = direction === 'toTarget' ? [link.client, link.target] : [link.target, link.client]
    const pass = (forward: () => void): void => {
      if (this.#isHeld(link, direction)) link.held[direction].push(() => pass(forward))
      else forward()
    }
    const later = (forward: () => void): void => {
      if (this.delayMs === 0) pass(forward)
      else setTimeout(() => pass(forward), this.delayMs)
    }
    from.on('data', (chunk: Buffer) => {
      from.pause()
      later(() => {
        if (to.destroyed) return
        if (to.write(chunk)) from.resume()
        else to.once('drain', () => from.resume())
      })
    })
    from.on('end', () => later(() => to.end()))
  }

  #isHeld(link: Link, direction: Direction): boolean {
    const hold = this.#hold
    return hold?.directions.includes(direction) === true && hold.only(link.head)
  }
}
