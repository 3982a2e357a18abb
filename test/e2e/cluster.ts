/**
 * A cluster of real members on loopback, each a process with a data directory and ports of its own, that can be stopped,
 * killed, paused and, with `proxied`, cut off from each other.
 *
 * With `proxied` the advertised peer URL of a member is a proxy in front of it. Every connection between members begins
 * with a request that names its caller, so one proxy a member is enough to cut any link in one direction: what A says to
 * B travels on connections that A opened to B.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { StatusResponse } from '../../src/generated/etcdserverpb/maintenance.ts'
import { TcpProxy } from '../peer/proxy.ts'
import { methods, TestClient } from './client.ts'
import { eventually } from './eventually.ts'
import { freePorts } from './free-port.ts'
import { type Exit, KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

export interface ClusterOptions {
  /** How many; 3 unless told. */
  readonly members?: number
  readonly proxied?: boolean
  /** For each member. */
  readonly args?: readonly string[]
}

export class ClusterMember {
  readonly name: string
  readonly dataDir: string
  readonly clientPort: number
  readonly listenPeerUrl: string
  readonly proxy: TcpProxy | undefined
  /** As other members know it. */
  readonly peerUrl: string
  /** How it comes to its cluster, and what is different about it. */
  args: readonly string[]
  process: KeelsonProcess | undefined
  #client: TestClient | undefined
  #id = 0n

  constructor(options: {
    name: string
    directory: string
    clientPort: number
    peerPort: number
    proxy: TcpProxy | undefined
    args: readonly string[]
  }) {
    const { name, directory, clientPort, peerPort, proxy, args } = options
    this.name = name
    this.dataDir = join(directory, name)
    this.clientPort = clientPort
    this.listenPeerUrl = `http://127.0.0.1:${peerPort}`
    this.proxy = proxy
    this.peerUrl = `http://127.0.0.1:${proxy?.port ?? peerPort}`
    this.args = args
  }

  get endpoint(): string {
    return `127.0.0.1:${this.clientPort}`
  }

  /** Known once it has been started. */
  get id(): bigint {
    assert.ok(this.#id !== 0n, `${this.name} was never started`)
    return this.#id
  }

  get idHex(): string {
    return this.id.toString(16)
  }

  get running(): KeelsonProcess {
    assert.ok(this.process !== undefined, `${this.name} does not run`)
    return this.process
  }

  get client(): TestClient {
    this.#client ??= new TestClient(this.endpoint)
    return this.#client
  }

  /** Starts the process; returns at once. */
  spawn(extra: readonly string[] = []): KeelsonProcess {
    assert.ok(this.process === undefined, `${this.name} runs already`)
    const started = KeelsonProcess.spawn({
      dataDir: this.dataDir,
      port: this.clientPort,
      args: [
        `--name=${this.name}`,
        `--listen-peer-urls=${this.listenPeerUrl}`,
        `--initial-advertise-peer-urls=${this.peerUrl}`,
        ...this.args,
        ...extra,
      ],
    })
    this.process = started
    return started
  }

  /** Starts the process and waits until it serves. */
  async start(extra: readonly string[] = []): Promise<KeelsonProcess> {
    const started = this.spawn(extra)
    const line = await started.waitForLine(({ msg }) => msg === 'starting etcd server')
    this.#id = BigInt(`0x${String(line['local-member-id'])}`)
    await started.waitForLine(({ msg }) => msg === 'ready to serve client requests')
    started.endpoint = this.endpoint
    return started
  }

  /** Waits for a process that ends by itself. */
  async ended(): Promise<Exit> {
    const exit = await this.running.exited
    this.#forget()
    return exit
  }

  async stop(): Promise<Exit> {
    this.running.signal('SIGTERM')
    return this.ended()
  }

  async kill(): Promise<Exit> {
    this.running.signal('SIGKILL')
    return this.ended()
  }

  pause(): void {
    this.running.signal('SIGSTOP')
  }

  resume(): void {
    this.running.signal('SIGCONT')
  }

  status(deadlineMs = 5_000): Promise<StatusResponse> {
    return this.client.call(methods.status, {}, { deadlineMs })
  }

  async close(): Promise<void> {
    if (this.process !== undefined) await this.kill()
    await this.proxy?.close()
  }

  #forget(): void {
    this.process = undefined
    this.#client?.[Symbol.dispose]()
    this.#client = undefined
  }
}

export class TestCluster implements AsyncDisposable {
  /** In the order of their making; also those that do not run. */
  readonly members: ClusterMember[] = []
  readonly #directory: AsyncDisposable & { readonly path: string }
  readonly #options: ClusterOptions
  #made = 0
  /** Links that carry nothing, as `from>to` in member ids. */
  readonly #cut = new Set<string>()

  private constructor(directory: AsyncDisposable & { readonly path: string }, options: ClusterOptions) {
    this.#directory = directory
    this.#options = options
  }

  /** Members that know each other, none of them running. */
  static async create(options: ClusterOptions = {}): Promise<TestCluster> {
    const cluster = new TestCluster(await temporaryDirectory(), options)
    for (let i = 0; i < (options.members ?? 3); i++) await cluster.newMember()
    const initialCluster = cluster.members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(',')
    for (const member of cluster.members) member.args = [`--initial-cluster=${initialCluster}`, ...member.args]
    return cluster
  }

  /** A cluster that serves. */
  static async start(options: ClusterOptions = {}): Promise<TestCluster> {
    const cluster = await TestCluster.create(options)
    try {
      await cluster.startAll()
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
    return cluster
  }

  /** One more that nobody knows of yet. */
  async newMember(args: readonly string[] = []): Promise<ClusterMember> {
    const [clientPort = 0, peerPort = 0] = await freePorts(2)
    this.#made++
    const member = new ClusterMember({
      name: `m${this.#made}`,
      directory: this.#directory.path,
      clientPort,
      peerPort,
      proxy: this.#options.proxied === true ? await TcpProxy.start({ host: '127.0.0.1', port: peerPort }) : undefined,
      args: [...(this.#options.args ?? []), ...args],
    })
    this.members.push(member)
    return member
  }

  /** A member that was removed is none any more. */
  async forget(member: ClusterMember): Promise<void> {
    this.members.splice(this.members.indexOf(member), 1)
    await member.close()
  }

  member(at: number): ClusterMember {
    const member = this.members[at]
    assert.ok(member !== undefined, `no member ${at}`)
    return member
  }

  get running(): readonly ClusterMember[] {
    return this.members.filter(({ process }) => process !== undefined)
  }

  get endpoints(): string[] {
    return this.members.map(({ endpoint }) => endpoint)
  }

  /** All that do not run. */
  async startAll(): Promise<void> {
    await Promise.all(this.members.filter(({ process }) => process === undefined).map((member) => member.start()))
  }

  /** Who leads, as all running members, or those given, see it. */
  async leader(among: readonly ClusterMember[] = this.running): Promise<ClusterMember> {
    return eventually('all members follow the same leader', async () => {
      const [first, ...rest] = await Promise.all(among.map((member) => member.status(2_000)))
      if (first === undefined || first.leader === 0n) return undefined
      if (rest.some(({ leader, raftTerm }) => leader !== first.leader || raftTerm !== first.raftTerm)) return undefined
      return among.find(({ id }) => id === first.leader)
    })
  }

  async followers(): Promise<readonly ClusterMember[]> {
    const leader = await this.leader()
    return this.running.filter((member) => member !== leader)
  }

  /** All running members hold the same up to the newest revision; gives it. */
  async agree(): Promise<number> {
    const answers = await Promise.all(
      this.running.map(({ client }) => client.call(methods.range, { key: 'a', countOnly: true })),
    )
    const revision = Math.max(...answers.map(({ header }) => header?.revision ?? 0))
    const hashes = await eventually('all members have the newest revision', async () => {
      return Promise.all(this.running.map(({ client }) => client.call(methods.hashKv, { revision })))
    })
    // A hash covers what is above the compaction mark, which everybody has moved alike by now.
    for (const { hash, compactRevision } of hashes) {
      assert.equal(compactRevision, hashes[0]?.compactRevision)
      assert.equal(hash, hashes[0]?.hash, `members differ at revision ${revision}`)
    }
    return revision
  }

  /** From now on nothing that `from` says reaches `to`; what `to` says still reaches `from`. */
  cut(from: ClusterMember, to: ClusterMember): void {
    this.#cut.add(`${from.idHex}>${to.idHex}`)
    this.#hold(to)
  }

  /** Cuts a member off from all others, both ways. */
  isolate(member: ClusterMember): void {
    for (const other of this.members) {
      if (other === member) continue
      this.cut(other, member)
      this.cut(member, other)
    }
  }

  heal(): void {
    this.#cut.clear()
    for (const { proxy } of this.members) proxy?.restore()
  }

  /** Whatever holds members up ends. */
  calm(): void {
    this.heal()
    for (const member of this.running) member.resume()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()))
    await this.#directory[Symbol.asyncDispose]()
  }

  #hold(to: ClusterMember): void {
    assert.ok(to.proxy !== undefined, 'links can be cut only with `proxied`')
    to.proxy.hold('both', (head) => {
      const from = /[?&]from=([0-9a-f]+)/.exec(head)?.[1] ?? ''
      return this.#cut.has(`${from}>${to.idHex}`)
    })
  }
}
