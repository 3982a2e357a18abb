/**
 * Makes a fresh clone ready: installs what package-lock.json names, and with `--build` compiles `src/` to `dist/`.
 * Does nothing that is done already, so that `npm start` and `npm test` may call it every time.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`keelson needs Node.js 20.19 or newer; this is ${process.version}. Install a newer one and try again.`)
  process.exit(1)
}

function run(what, command, args) {
  console.error(`keelson: ${what} (${[command, ...args].join(' ')})`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (error) console.error(`keelson: cannot run ${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** A stamp is the digest of what a step was made from; the step is done when the stamp stands beside its result. */
function upToDate(stampFile, digest) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const installed = join(root, 'node_modules', '.keelson-setup')
if (!upToDate(installed, lock)) {
  run('installing packages', 'npm', ['ci', '--no-audit', '--no-fund'])
  writeFileSync(installed, lock)
}

if (process.argv.includes('--build')) {
  const sources = createHash('sha256').update(lock)
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else sources.update(`${path.slice(root.length)} ${statSync(path).size} `).update(readFileSync(path))
    }
  }
  walk(join(root, 'src'))
  const digest = sources.digest('hex')
  const built = join(root, 'dist', '.keelson-setup')
  if (!upToDate(built, digest)) {
    run('building', process.execPath, [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      'tsconfig.build.json',
    ])
    mkdirSync(join(root, 'dist'), { recursive: true })
    writeFileSync(built, digest)
  }
}
