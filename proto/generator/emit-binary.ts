/** Functions that measure, write and read one message. */
import { elementType } from './emit-types.ts'
import type { Field, Message, Oneof } from './model.ts'
import { rowOf } from './scalars.ts'

/** What is written at one place: a field, or neighbours (by number) of one oneof. */
type Run = { readonly field: Field } | { readonly oneof: string; readonly fields: readonly Field[] }

export function emitSize(message: Message): string {
  const { name, fields } = message
  if (fields.length === 0) return `\nexport function size${name}(_: ${name}Init): number {\n  return 0\n}\n`
  const parts = runsOf(fields).map((run) =>
    emitRun(run, (field, value) => `bytes += ${sizeOf(field, value)}`, sizeOfPacked),
  )
  return `
export function size${name}(m: ${name}Init): number {
let bytes = 0
${parts.join('\n')}
return bytes
}
`
}

export function emitWrite(message: Message): string {
  const { name, fields } = message
  if (fields.length === 0) {
    return `\nexport function write${name}(_: ${name}Init, _buffer: Buffer, at: number): number {\n  return at\n}\n`
  }
  const parts = runsOf(fields).map((run) => emitRun(run, writeOf, writeOfPacked))
  return `
export function write${name}(m: ${name}Init, buffer: Buffer, start: number): number {
let at = start
${parts.join('\n')}
return at
}
`
}

function runsOf(fields: readonly Field[]): Run[] {
  const runs: Run[] = []
  for (const field of fields) {
    const last = runs.at(-1)
    if (field.oneof === undefined) runs.push({ field })
    else if (last !== undefined && 'oneof' in last && last.oneof === field.oneof) {
      runs[runs.length - 1] = { oneof: last.oneof, fields: [...last.fields, field] }
    } else runs.push({ oneof: field.oneof, fields: [field] })
  }
  return runs
}

/** Statements that do `one` for each value that has to be written, and `packed` for a packed list. */
function emitRun(
  run: Run,
  one: (field: Field, value: string) => string,
  packed: (field: Field, values: string) => string,
): string {
  if ('oneof' in run) {
    const cases = run.fields.map((field) => `case '${field.key}': {\n${one(field, `m.${run.oneof}.value`)}\nbreak\n}`)
    return `if (m.${run.oneof} !== undefined) {\nswitch (m.${run.oneof}.case) {\n${cases.join('\n')}\n}\n}`
  }
  const { field } = run
  const value = `m.${field.key}`
  if (isPacked(field)) return `if (${value} !== undefined && ${value}.length > 0) {\n${packed(field, value)}\n}`
  if (field.shape !== 'one')
    return `if (${value} !== undefined) {\nfor (const item of ${value}) {\n${one(field, 'item')}\n}\n}`
  if (field.type.kind === 'message') return `if (${value} !== undefined) {\n${one(field, value)}\n}`
  return `if (${value} !== undefined && ${rowOf(field).differs(value)}) {\n${one(field, value)}\n}`
}

/** proto3 packs lists of everything that has no length of its own. */
function isPacked(field: Field): boolean {
  return field.shape === 'list' && field.type.kind !== 'message' && rowOf(field).wire !== 2
}

function sizeOf(field: Field, value: string): string {
  const tag = tagBytes(field).length
  if (field.type.kind === 'message') return `${tag} + keep(reserve(), size${field.type.name}(${value}))`
  return `${tag} + ${rowOf(field).size(value)}`
}

function writeOf(field: Field, value: string): string {
  if (field.type.kind === 'message') {
    return `${writeTag(field, 2)}\nat = writeKept(buffer, at)\nat = write${field.type.name}(${value}, buffer, at)`
  }
  const { wire, write } = rowOf(field)
  return `${writeTag(field, wire)}\nat = ${write}(buffer, at, ${value})`
}

function sizeOfPacked(field: Field, values: string): string {
  const { size } = rowOf(field)
  return `const place = reserve()
let packed = 0
for (const item of ${values}) packed += ${size('item')}
bytes += ${tagBytes(field).length} + keep(place, packed)`
}

function writeOfPacked(field: Field, values: string): string {
  const { write } = rowOf(field)
  return `${writeTag(field, 2)}\nat = writeKept(buffer, at)\nfor (const item of ${values}) at = ${write}(buffer, at, item)`
}

function writeTag(field: Field, wire: number): string {
  return tagBytes(field, wire)
    .map((byte) => `buffer[at++] = ${byte}`)
    .join('\n')
}

function tagBytes(field: Field, wire = 0): number[] {
  const bytes: number[] = []
  let rest = field.number * 8 + wire
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}

export function emitRead(message: Message, mergeable: boolean): string {
  const { name, typeName, members, fields } = message
  if (fields.length === 0) return emitReadEmpty(message)
  const names = fields.map((field) => `${field.number}: '${field.protoName}',`)
  const from = mergeable ? `, from?: ${name}` : ''
  const locals = members.map((member) => local(name, member, mergeable))
  const resume = members.filter((member) => mergeable && !isList(member)).map(({ key }) => `${key} = from.${key}`)
  return `
const fieldsOf${name}: FieldNames = {${names.join(' ')}}

${mergeable ? `/** A field that comes twice continues the message that came first: \`from\`. */\n` : ''}\
export function read${name}(r: Reader${from}): ${name} {
${locals.join('\n')}
${resume.length === 0 ? '' : `if (from !== undefined) {\n${resume.join('\n')}\n}`}
while (r.position < r.end) {
const tag = r.tag()
switch (tag) {
${fields.map(readCase).join('\n')}
default:
r.skip(tag, '${typeName}', fieldsOf${name})
}
}
return { ${members.map(({ key }) => key).join(', ')} }
}
`
}

function emitReadEmpty({ name, typeName }: Message): string {
  return `
export function read${name}(r: Reader, _from?: ${name}): ${name} {
while (r.position < r.end) r.skip(r.tag(), '${typeName}', {})
return {}
}
`
}

function isList(member: Field | Oneof): boolean {
  return member.kind === 'field' && member.shape !== 'one'
}

function local(name: string, member: Field | Oneof, mergeable: boolean): string {
  if (member.kind === 'oneof') return `let ${member.key}: ${name}['${member.key}']`
  if (isList(member)) {
    const list = `${elementType(member)}[]`
    // The list of a message that is being read is ours to continue; a copy for each repetition would be quadratic.
    const begin = mergeable ? `from === undefined ? [] : (from.${member.key} as ${list})` : '[]'
    return `const ${member.key}: ${list} = ${begin}`
  }
  if (member.type.kind === 'message') return `let ${member.key}: ${member.type.name} | undefined`
  return `let ${member.key}: ${elementType(member)} = ${rowOf(member).zero}`
}

function readCase(field: Field): string {
  const { key, number, type, shape, oneof } = field
  if (type.kind === 'message') {
    const before = oneof === undefined ? key : `${oneof}?.case === '${key}' ? ${oneof}.value : undefined`
    const read = shape === 'one' ? `read${type.name}(r, ${before})` : `read${type.name}(r)`
    return `case ${number * 8 + 2}: {\nconst outer = r.enter()\n${store(field, read)}\nr.leave(outer)\nbreak\n}`
  }
  const row = rowOf(field)
  const read = type.kind === 'enum' ? `r.${row.read}() as ${type.name}` : `r.${row.read}()`
  const plain = `case ${number * 8 + row.wire}:\n${store(field, read)}\nbreak`
  if (!isPacked(field)) return plain
  return `${plain}
case ${number * 8 + 2}: {
const outer = r.enter()
while (r.position < r.end) ${store(field, read)}
r.leave(outer)
break
}`
}

function store({ key, shape, oneof }: Field, value: string): string {
  if (shape !== 'one') return `${key}.push(${value})`
  return oneof === undefined ? `${key} = ${value}` : `${oneof} = { case: '${key}', value: ${value} }`
}
