/** Interfaces, enums and service tables. */
import type { Enum, Field, Message, Oneof, Service } from './model.ts'
import { rowOf } from './scalars.ts'

/** A doc comment, or nothing. */
export function docOf(text: string): string {
  if (text === '') return ''
  const lines = text.split('\n')
  return lines.length === 1
    ? `/** ${text} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

export function emitEnum({ name, doc, values }: Enum): string {
  const rows = values.map((value) => `${docOf(value.doc)}${value.name}: ${value.number},`)
  const names = values.map((value) => `${value.number}: '${value.name}',`)
  return `
${docOf(doc)}export const ${name} = {
${rows.join('\n')}
} as const
/** From the wire any int32 may arrive in its place. */
export type ${name} = (typeof ${name})[keyof typeof ${name}]
export const ${name}Name: Readonly<Record<number, string>> = {
${names.join('\n')}
}
`
}

export function emitInterfaces(message: Message): string {
  const { name, members } = message
  if (members.length === 0) {
    return `
${docOf(message.doc)}export type ${name} = Readonly<Record<string, never>>
export type ${name}Init = ${name}
`
  }
  const whole = members.map((member) => `${docOf(member.doc)}readonly ${member.key}: ${wholeType(member)}`)
  const init = members.map((member) => `readonly ${member.key}?: ${initType(member)} | undefined`)
  return `
${docOf(message.doc)}export interface ${name} {
${whole.join('\n')}
}

/** To be encoded: what is missing has its default. */
export interface ${name}Init {
${init.join('\n')}
}
`
}

/** Type of a property in a decoded message. */
function wholeType(member: Field | Oneof): string {
  if (member.kind === 'oneof')
    return `${member.fields.map((field) => caseType(field, elementType(field))).join(' | ')} | undefined`
  const type = elementType(member)
  if (member.shape !== 'one') return `readonly ${type}[]`
  return member.type.kind === 'message' ? `${type} | undefined` : type
}

function initType(member: Field | Oneof): string {
  if (member.kind === 'oneof') return member.fields.map((field) => caseType(field, elementInitType(field))).join(' | ')
  return member.shape === 'one' ? elementInitType(member) : `readonly ${elementInitType(member)}[]`
}

function caseType(field: Field, type: string): string {
  return `{ readonly case: '${field.key}'; readonly value: ${type} }`
}

export function elementType(field: Field): string {
  return field.type.kind === 'message' ? field.type.name : rowOf(field).type
}

function elementInitType(field: Field): string {
  return field.type.kind === 'message' ? `${field.type.name}Init` : rowOf(field).initType
}

export function emitService(service: Service): string {
  const methods = service.methods.map(
    (method) => `${docOf(method.doc)}${method.key}: {
name: '${method.name}',
path: '${method.path}',
requestStream: ${method.requestStream},
responseStream: ${method.responseStream},
request: ${method.request},
response: ${method.response},
rest: ${JSON.stringify(method.rest)},
},`,
  )
  return `
${docOf(service.doc)}export const ${service.key} = {
name: '${service.name}',
methods: {
${methods.join('\n')}
},
} as const satisfies ServiceDefinition
`
}
