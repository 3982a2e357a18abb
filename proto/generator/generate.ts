/** From `proto/` to the text of every file in `src/generated`. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { banner, emitFile, emitServices } from './emit-file.ts'
import { readModel } from './model.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const runtimeFolder = fileURLToPath(new URL('runtime', import.meta.url))

export const generatedFolder = join(root, 'src', 'generated')

/** Text of each generated file under its path in `src/generated`, formatted as the rest of the house is. */
export function generate(): Map<string, string> {
  const descriptorSet = buildDescriptorSet()
  const sources = readModel(descriptorSet)
  const files = new Map<string, string>()
  for (const source of sources) files.set(`${source.name}.ts`, emitFile(source, sources))
  for (const name of readdirSync(runtimeFolder)
    .filter((name) => !name.endsWith('.test.ts'))
    .sort()) {
    files.set(
      `runtime/${name}`,
      `// Copied by \`npm run proto\` from proto/generator/runtime: edit it there.\n${readFileSync(join(runtimeFolder, name), 'utf8')}`,
    )
  }
  files.set('services.ts', emitServices(sources))
  files.set('descriptors.ts', emitDescriptors(descriptorSet))
  return format(files)
}

/** A serialized FileDescriptorSet of all of `proto/`, comments included. */
export function buildDescriptorSet(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'keelson-proto-'))
  try {
    const path = join(folder, 'descriptors.binpb')
    run('buf', ['build', 'proto', '--output', path])
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Checks the sources against the rules of `proto/buf.yaml`. */
export function lint(): void {
  run('buf', ['lint', 'proto'])
}

export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

/** Descriptors without comments, one entry a file, for gRPC's server reflection. */
function emitDescriptors(descriptorSet: Uint8Array): string {
  const rows = fromBinary(FileDescriptorSetSchema, descriptorSet).file.map((file) => {
    const bytes = toBinary(FileDescriptorProtoSchema, { ...file, sourceCodeInfo: undefined })
    return `'${file.name}': '${Buffer.from(bytes).toString('base64')}',\n`
  })
  return `${banner}
/** Serialized google.protobuf.FileDescriptorProto of each file, in base64, a file after those that it imports. */
export const fileDescriptors: Readonly<Record<string, string>> = {
${rows.join('')}}
`
}

function format(files: ReadonlyMap<string, string>): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'keelson-generated-'))
  try {
    writeFiles(folder, files)
    writeFileSync(join(folder, 'biome.json'), formatterOf(readFileSync(join(root, 'biome.json'), 'utf8')))
    run('biome', ['check', '--write', '--linter-enabled=false', '--config-path', folder, folder])
    return new Map([...files.keys()].map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The house's settings, without those that keep generated files out. */
function formatterOf(config: string): string {
  const { formatter, javascript, assist } = JSON.parse(config)
  return JSON.stringify({ root: true, formatter, javascript, assist })
}

function run(tool: string, args: readonly string[]): void {
  const result = spawnSync(join(root, 'node_modules', '.bin', tool), args, { cwd: root, encoding: 'utf8' })
  if (result.error !== undefined) throw new Error(`start ${tool}`, { cause: result.error })
  if (result.status !== 0) throw new Error(`${tool} ${args.join(' ')}\n${result.stdout}${result.stderr}`)
}
