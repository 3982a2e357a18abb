/** Whole files: everything about the messages of one proto file, with the imports that this needs. */
import { posix } from 'node:path'
import { emitRead, emitSize, emitWrite } from './emit-binary.ts'
import { emitCreate, emitFromJson, emitToJson } from './emit-object.ts'
import { docOf, emitEnum, emitInterfaces, emitService } from './emit-types.ts'
import type { Message, SourceFile } from './model.ts'

export const banner = '// Made by `npm run proto` from proto/: do not edit.\n'

/** What the hand-written files of the runtime export; those in `types` only as types. */
const runtime: Readonly<Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>> = {
  codec: { values: ['noBytes', 'toBuffer'], types: ['Codec', 'JsonObject'] },
  json: {
    values: [
      'fromBase64',
      'fromBase64Latin1',
      'fromBool',
      'fromEnum',
      'fromEnumList',
      'fromInt32',
      'fromInt64',
      'fromInt64Number',
      'fromList',
      'fromMap',
      'fromObject',
      'fromText',
      'fromUint32',
      'fromUint64',
      'fromUint64Number',
      'latin1ToBase64',
      'optional',
      'pick',
      'refuseSecond',
      'toBase64',
      'toEnum',
      'toMap',
    ],
    types: [],
  },
  reader: { values: ['Reader'], types: ['FieldNames'] },
  service: { values: [], types: ['ServiceDefinition'] },
  writer: {
    values: [
      'checkEnd',
      'checkRoom',
      'keep',
      'reserve',
      'rewind',
      'sizeBigint',
      'sizeBytes',
      'sizeInt32',
      'sizeLatin1',
      'sizeNumber',
      'sizeUint32',
      'sizeUtf8',
      'writeBigint',
      'writeBool',
      'writeBytes',
      'writeFixed64',
      'writeInt32',
      'writeKept',
      'writeLatin1',
      'writeNumber',
      'writeUint32',
      'writeUtf8',
    ],
    types: [],
  },
}

export function emitFile(file: SourceFile, all: readonly SourceFile[]): string {
  const mergeable = namesOfSingularMessages(all)
  const body = [
    ...file.enums.map(emitEnum),
    ...file.messages.map((message) => emitMessage(message, mergeable.has(message.name))),
    ...file.services.map(emitService),
  ].join('')
  return `${banner}${docOf(file.doc)}${imports(file, all, body)}${body}`
}

function emitMessage(message: Message, mergeable: boolean): string {
  return [
    emitInterfaces(message),
    emitCodec(message),
    emitSize(message),
    emitWrite(message),
    emitRead(message, mergeable),
    emitCreate(message),
    emitToJson(message),
    emitFromJson(message),
  ].join('')
}

function emitCodec({ name, typeName }: Message): string {
  return `
export const ${name}: Codec<${name}, ${name}Init> = {
typeName: '${typeName}',
encode(message, headroom = 0) {
rewind()
const end = headroom + size${name}(message)
rewind()
const buffer = Buffer.allocUnsafe(end)
checkEnd(write${name}(message, buffer, headroom), end)
return buffer
},
size(message) {
rewind()
return size${name}(message)
},
encodeInto(message, buffer, at) {
rewind()
const end = at + size${name}(message)
checkRoom(buffer, at, end)
rewind()
checkEnd(write${name}(message, buffer, at), end)
return end
},
decode(buffer, start = 0, end = buffer.length) {
return read${name}(new Reader(buffer, start, end))
},
create: create${name},
toJson: toJson${name},
fromJson: (json) => fromJson${name}(json),
}
`
}

/** Messages that a field or a oneof holds one of: the same field may come twice on the wire, and then both count. */
function namesOfSingularMessages(all: readonly SourceFile[]): Set<string> {
  const fields = all.flatMap((file) => file.messages).flatMap((message) => message.fields)
  return new Set(fields.flatMap(({ shape, type }) => (shape === 'one' && type.kind === 'message' ? [type.name] : [])))
}

/** The lines for what `body` mentions and does not declare. */
function imports(file: SourceFile, all: readonly SourceFile[], body: string): string {
  const words = new Set(body.replaceAll(/'[^'\n]*'|\/\*\*[\s\S]*?\*\//g, '').match(/[A-Za-z_]\w*/g))
  const lines = Object.entries(runtime).map(([name, { values, types }]) =>
    importLine(fromFile(file, `runtime/${name}`), values, types, words),
  )
  for (const other of all) {
    if (other === file) continue
    const { values, types } = exportsOf(other)
    lines.push(importLine(fromFile(file, other.name), values, types, words))
  }
  return lines.join('')
}

function fromFile(file: SourceFile, target: string): string {
  const path = posix.relative(posix.dirname(file.name), target)
  return `${path.startsWith('.') ? path : `./${path}`}.ts`
}

function importLine(path: string, values: readonly string[], types: readonly string[], words: Set<string>): string {
  const used = values.filter((name) => words.has(name))
  const usedTypes = types.filter((name) => words.has(name))
  if (used.length === 0 && usedTypes.length === 0) return ''
  if (used.length === 0) return `import type { ${usedTypes.join(', ')} } from '${path}'\n`
  return `import { ${[...used, ...usedTypes.map((name) => `type ${name}`)].join(', ')} } from '${path}'\n`
}

function exportsOf(file: SourceFile): { values: string[]; types: string[] } {
  const enums = file.enums.flatMap(({ name }) => [name, `${name}Name`])
  const functions = ['', 'size', 'write', 'read', 'create', 'toJson', 'fromJson']
  const messages = file.messages.flatMap(({ name }) => functions.map((prefix) => `${prefix}${name}`))
  return { values: [...enums, ...messages], types: file.messages.map(({ name }) => `${name}Init`) }
}

/** All services by their full names. */
export function emitServices(files: readonly SourceFile[]): string {
  const withServices = files.filter(({ services }) => services.length > 0)
  const lines = withServices.map(
    ({ name, services }) => `import { ${services.map(({ key }) => key).join(', ')} } from './${name}.ts'\n`,
  )
  const rows = withServices.flatMap(({ services }) => services.map(({ key, name }) => `'${name}': ${key},\n`))
  return `${banner}${lines.join('')}\n/** All services, by full name. */\nexport const services = {\n${rows.join('')}} as const\n`
}
