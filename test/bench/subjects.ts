/**
 * What is measured: Keelson or etcd, alone or three members on this machine. Load goes to the leader.
 */
import { createServer } from 'node:net'
import { join } from 'node:path'
import { methods, TestClient } from '../e2e/client.ts'
import { EtcdProcess } from '../e2e/etcd-process.ts'
import { KeelsonProcess } from '../e2e/keelson-process.ts'

export interface Subject {
  /** The leader's `host:port`. */
  readonly endpoint: string
  readonly endpoints: readonly string[]
  readonly pids: readonly number[]
  stop(): Promise<void>
}

interface Process {
  readonly endpoint: string
  readonly pid: number
  stop(): Promise<unknown>
}

/** Starts one member with these bootstrap flags in a directory of its own. */
type Start = (directory: string, flags: readonly string[]) => Promise<Process>

/** @param nodeArgs options for Node itself, such as those of a profile */
export function startKeelson(nodes: number, directory: string, nodeArgs: readonly string[] = []): Promise<Subject> {
  return startMembers(nodes, directory, (dataDir, args) => KeelsonProcess.start({ dataDir, args, nodeArgs }))
}

export function startEtcd(nodes: number, directory: string): Promise<Subject> {
  return startMembers(nodes, directory, (dataDir, args) => EtcdProcess.start(dataDir, args))
}

async function startMembers(nodes: number, directory: string, start: Start): Promise<Subject> {
  const ports = await Promise.all(Array.from({ length: nodes }, freePort))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const initialCluster = urls.map((url, i) => `m${i}=${url}`).join(',')
  const processes = await Promise.all(
    urls.map((url, i) =>
      start(join(directory, `m${i}`), [
        `--name=m${i}`,
        `--listen-peer-urls=${url}`,
        `--initial-advertise-peer-urls=${url}`,
        `--initial-cluster=${initialCluster}`,
        '--quota-backend-bytes=16000000000',
      ]),
    ),
  )
  const endpoints = processes.map(({ endpoint }) => endpoint)
  return {
    endpoint: await leaderOf(endpoints),
    endpoints,
    pids: processes.map(({ pid }) => pid),
    stop: async () => {
      await Promise.all(processes.map((member) => member.stop()))
    },
  }
}

async function leaderOf(endpoints: readonly string[]): Promise<string> {
  for (;;) {
    for (const endpoint of endpoints) {
      using client = new TestClient(endpoint)
      const { header, leader } = await client.call(methods.status, {})
      if (leader !== 0n && leader === header?.memberId) return endpoint
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('a TCP listener has a port')
  return address.port
}
