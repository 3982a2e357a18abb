/** Functions that fill in defaults, show a message as JSON and read it from there. */
import type { Field, Message, Oneof } from './model.ts'
import { rowOf } from './scalars.ts'

export function emitCreate({ name, members }: Message): string {
  if (members.length === 0) return `\nexport function create${name}(_?: ${name}Init): ${name} {\n  return {}\n}\n`
  const oneofs = members.filter((member) => member.kind === 'oneof')
  const properties = members.map((member) => `${member.key}: ${created(name, member)},`)
  return `
export function create${name}(init?: ${name}Init): ${name} {
return {
${properties.join('\n')}
}
}
${oneofs.map((oneof) => emitCreateOneof(name, oneof)).join('')}`
}

function created(name: string, member: Field | Oneof): string {
  const value = `init?.${member.key}`
  if (member.kind === 'oneof') return `create${name}Case(${value})`
  if (member.type.kind === 'message') {
    const create = `create${member.type.name}`
    if (member.shape !== 'one') return `${value}?.map((item) => ${create}(item)) ?? []`
    return `${value} === undefined ? undefined : ${create}(init.${member.key})`
  }
  if (member.shape !== 'one') return `[...(${value} ?? [])]`
  const { type, zero } = rowOf(member)
  return type === 'Buffer' ? `toBuffer(${value})` : `${value} ?? ${zero}`
}

function emitCreateOneof(name: string, { key, fields }: Oneof): string {
  const cases = fields.map((field) => {
    const value = field.type.kind === 'message' ? `create${field.type.name}(init.value)` : createdScalar(field)
    return `case '${field.key}':\nreturn { case: '${field.key}', value: ${value} }`
  })
  return `
function create${name}Case(init: ${name}Init['${key}']): ${name}['${key}'] {
if (init === undefined) return undefined
switch (init.case) {
${cases.join('\n')}
}
}
`
}

function createdScalar(field: Field): string {
  return rowOf(field).type === 'Buffer' ? 'toBuffer(init.value)' : 'init.value'
}

export function emitToJson({ name, members }: Message): string {
  if (members.length === 0) return `\nexport function toJson${name}(_: ${name}Init): JsonObject {\n  return {}\n}\n`
  return `
export function toJson${name}(m: ${name}Init): JsonObject {
const json: JsonObject = {}
${members.map(shown).join('\n')}
return json
}
`
}

function shown(member: Field | Oneof): string {
  const value = `m.${member.key}`
  if (member.kind === 'oneof') {
    const cases = member.fields.map(
      (field) => `case '${field.key}':\njson['${field.protoName}'] = ${toJson(field, `${value}.value`)}\nbreak`,
    )
    return `if (${value} !== undefined) {\nswitch (${value}.case) {\n${cases.join('\n')}\n}\n}`
  }
  const isThere = member.type.kind === 'message' && member.shape === 'one' ? '' : ` && ${isNotDefault(member, value)}`
  return `if (${value} !== undefined${isThere}) json['${member.protoName}'] = ${jsonOf(member, value)}`
}

function isNotDefault(field: Field, value: string): string {
  return field.shape === 'one' ? rowOf(field).differs(value) : `${value}.length > 0`
}

function jsonOf(field: Field, value: string): string {
  if (field.shape === 'list') return `${value}.map((item) => ${toJson(field, 'item')})`
  if (field.shape === 'one') return toJson(field, value)
  return `toMap(${value}, (item) => {
const entry = ${toJson(field, 'item')}
return [item.key ?? '', entry['value'] ?? {}]
})`
}

function toJson(field: Field, value: string): string {
  return field.type.kind === 'message' ? `toJson${field.type.name}(${value})` : rowOf(field).toJson(value)
}

export function emitFromJson({ name, typeName, members }: Message): string {
  const head = `export function fromJson${name}(json: unknown, depth = 0): ${name} {`
  if (members.length === 0) return `\n${head}\nfromObject(json, '${typeName}', depth)\nreturn {}\n}\n`
  const oneofs = members.filter((member) => member.kind === 'oneof')
  const properties = members.map((member) =>
    member.kind === 'oneof' ? `${member.key},` : `${member.key}: ${parsed(typeName, member)},`,
  )
  return `
${head}
const from = fromObject(json, '${typeName}', depth)
${oneofs.map((oneof) => parsedOneof(name, typeName, oneof)).join('\n')}
return {
${properties.join('\n')}
}
}
`
}

function parsed(typeName: string, field: Field): string {
  const value = picked(field)
  const where = whereOf(typeName, field)
  const { type, shape } = field
  if (type.kind !== 'message') return shape === 'list' ? parsedList(field, value, where) : fromJson(field, value, where)
  const inner = `fromJson${type.name}`
  if (shape === 'list') return `fromList(${value}, ${where}, (item) => ${inner}(item, depth + 1))`
  if (shape === 'map') return `fromMap(${value}, ${where}, (key, value) => ${inner}({ key, value }, depth + 1))`
  return `optional(${value}, (value) => ${inner}(value, depth + 1))`
}

function parsedList(field: Field, value: string, where: string): string {
  if (field.type.kind === 'enum') return `fromEnumList(${value}, ${where}, ${field.type.name}) as ${field.type.name}[]`
  return `fromList(${value}, ${where}, ${rowOf(field).fromJson})`
}

function parsedOneof(name: string, typeName: string, oneof: Oneof): string {
  const cases = oneof.fields.map((field) => {
    const local = `json${field.number}`
    const value =
      field.type.kind === 'message'
        ? `fromJson${field.type.name}(${local}, depth + 1)`
        : fromJson(field, local, whereOf(typeName, field))
    return `const ${local} = ${picked(field)}
if (${local} !== undefined) {
refuseSecond(${oneof.key}, ${whereOf(typeName, field)})
${oneof.key} = { case: '${field.key}', value: ${value} }
}`
  })
  return `let ${oneof.key}: ${name}['${oneof.key}']\n${cases.join('\n')}`
}

function fromJson(field: Field, value: string, where: string): string {
  const { type } = field
  if (type.kind === 'enum') return `fromEnum(${value}, ${where}, ${type.name}) as ${type.name}`
  return `${rowOf(field).fromJson}(${value}, ${where})`
}

function picked(field: Field): string {
  return `pick(from, '${field.protoName}', '${field.jsonName}')`
}

function whereOf(typeName: string, field: Field): string {
  return `'${typeName}.${field.protoName}'`
}
