/**
 * `npm run cluster`: three members on loopback in one terminal, each line under its member's name and colour.
 * Clients: 127.0.0.1:2379, :22379, :32379. Data: ./keelson-data/cluster. Ctrl-C stops all three.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const members = [
  { name: 'm1', client: 2379, peer: 2380, colour: 36 },
  { name: 'm2', client: 22379, peer: 22380, colour: 33 },
  { name: 'm3', client: 32379, peer: 32380, colour: 35 },
]
const initialCluster = members.map(({ name, peer }) => `${name}=http://127.0.0.1:${peer}`).join(',')
const colours = process.stdout.isTTY === true

const running = members.map(({ name, client, peer, colour }) => {
  const child = spawn(
    process.execPath,
    [
      `${root}/dist/cli/keelson.js`,
      `--name=${name}`,
      `--data-dir=keelson-data/cluster/${name}`,
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--advertise-client-urls=http://127.0.0.1:${client}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=${initialCluster}`,
      '--log-format=text',
      ...process.argv.slice(2),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const prefix = colours ? `\x1b[${colour}m${name} |\x1b[0m` : `${name} |`
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => console.log(prefix, line))
  }
  child.on('exit', (code, signal) => console.log(prefix, `ended (${signal ?? `code ${code}`})`))
  return child
})
console.log(`
  Three members: etcdctl --endpoints 127.0.0.1:2379,127.0.0.1:22379,127.0.0.1:32379 endpoint status -w table
  Kill one (its pid is in the lock file of its data directory) and watch the others go on. Ctrl-C stops all.
`)
const stopAll = (signal) => {
  for (const child of running) child.kill(signal)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stopAll)
