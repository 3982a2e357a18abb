/**
 * `npm start`: one member on this machine, data in ./keelson-data, and a few lines on what to try.
 * Options go to keelson as they are: `npm start -- --listen-client-urls=... --advertise-client-urls=...`.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const given = process.argv.slice(2)
const has = (name) => given.some((word) => word.replace(/^--?/, '').split('=')[0] === name)
const fromFile = has('config-file') || process.env.ETCD_CONFIG_FILE || process.env.KEELSON_CONFIG_FILE
const set = (name) =>
  has(name) || ['ETCD_', 'KEELSON_'].some((p) => process.env[p + name.toUpperCase().replaceAll('-', '_')])
const defaults = []
if (!fromFile && !set('data-dir')) defaults.push('--data-dir=keelson-data')
if (!fromFile && !set('log-format')) defaults.push('--log-format=text')

if (given.length === 0) {
  console.error(`
  Keelson starts on http://127.0.0.1:2379, its data is in ./keelson-data. In another terminal:

    etcdctl put greeting hello && etcdctl get greeting       (any etcd v3 client works)
    npx keelsonctl put greeting hello                        (the same, without etcd's tools)
    curl http://127.0.0.1:2379/health                        (also /livez, /readyz, /metrics, /version)

  Ctrl-C stops it. \`npm start -- --help\` lists all options.
`)
}
const child = spawn(process.execPath, [`${root}/dist/cli/keelson.js`, ...defaults, ...given], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  if (signal !== null) process.removeAllListeners(signal)
  if (signal !== null) process.kill(process.pid, signal)
  else process.exit(code ?? 1)
})
