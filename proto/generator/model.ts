/**
 * The messages, enums and services of `proto/` as the generator sees them: protobuf's descriptors with every choice made that
 * concerns TypeScript (names, number or bigint, string or Buffer).
 */
import {
  createFileRegistry,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type DescOneof,
  type DescService,
  type FileRegistry,
  fromBinary,
  getOption,
  ScalarType,
} from '@bufbuild/protobuf'
import { FieldOptions_JSType, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { commentsOf } from './comments.ts'
import { camelCase, pascalCase } from './names.ts'

/** How a field without parts is held and written; the emitters have one row for each. */
export type Scalar =
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'int64Number'
  | 'uint64Number'
  | 'fixed64'
  | 'utf8'
  | 'latin1'
  | 'bytes'

export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'message'; readonly name: string }

export interface Field {
  readonly kind: 'field'
  readonly doc: string
  /** In the protocol, `range_end`. */
  readonly protoName: string
  /** In lowerCamelCase as protobuf makes it, `rangeEnd`, but `ID` and `peerURLs`. */
  readonly jsonName: string
  /** In TypeScript. */
  readonly key: string
  readonly number: number
  readonly type: FieldType
  readonly shape: 'one' | 'list' | 'map'
  /** Key of the oneof it belongs to. */
  readonly oneof: string | undefined
}

export interface Oneof {
  readonly kind: 'oneof'
  readonly doc: string
  readonly key: string
  readonly fields: readonly Field[]
}

export interface Message {
  readonly doc: string
  readonly typeName: string
  readonly name: string
  /** Properties in the order of the source. */
  readonly members: readonly (Field | Oneof)[]
  /** All fields, those of oneofs too, by number: the order on the wire. */
  readonly fields: readonly Field[]
}

export interface Enum {
  readonly doc: string
  readonly name: string
  readonly values: readonly { readonly name: string; readonly number: number; readonly doc: string }[]
}

export interface Method {
  readonly doc: string
  readonly key: string
  readonly name: string
  readonly path: string
  readonly requestStream: boolean
  readonly responseStream: boolean
  readonly request: string
  readonly response: string
  readonly rest: readonly string[]
}

export interface Service {
  readonly doc: string
  readonly key: string
  readonly name: string
  readonly methods: readonly Method[]
}

export interface SourceFile {
  /** Without extension, `etcdserverpb/kv`. */
  readonly name: string
  readonly doc: string
  readonly enums: readonly Enum[]
  readonly messages: readonly Message[]
  readonly services: readonly Service[]
}

/** The files of `proto/` that declare messages, in the order of their names. */
export function readModel(descriptorSet: Uint8Array): SourceFile[] {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet))
  const reader = new ModelReader(registry)
  return [...registry.files]
    .filter((file) => !file.name.startsWith('google/') && file.messages.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((file) => reader.file(file))
}

class ModelReader {
  readonly #latin1: DescExtension
  readonly #rest: DescExtension

  constructor(registry: FileRegistry) {
    this.#latin1 = extension(registry, 'keelson.latin1')
    this.#rest = extension(registry, 'keelson.rest')
  }

  file(file: DescFile): SourceFile {
    const messages = file.messages.flatMap((message) => [message, ...message.nestedMessages])
    const enums = [...file.enums, ...messages.flatMap((message) => message.nestedEnums)]
    return {
      name: file.name,
      doc: commentsOf(file),
      enums: enums.map(readEnum),
      messages: messages.flatMap((message) => [...this.#mapEntries(message), this.#message(message)]),
      services: file.services.map((service) => this.#service(service)),
    }
  }

  #message(message: DescMessage): Message {
    const members = message.members.map((member) =>
      member.kind === 'oneof' ? this.#oneof(member) : this.#field(member, undefined),
    )
    const fields = members.flatMap((member) => (member.kind === 'oneof' ? member.fields : [member]))
    return {
      doc: commentsOf(message),
      typeName: message.typeName,
      name: typeName(message),
      members,
      fields: fields.sort((a, b) => a.number - b.number),
    }
  }

  #oneof(oneof: DescOneof): Oneof {
    const key = camelCase(oneof.name)
    return { kind: 'oneof', doc: commentsOf(oneof), key, fields: oneof.fields.map((field) => this.#field(field, key)) }
  }

  #field(field: DescField, oneof: string | undefined): Field {
    return {
      kind: 'field',
      doc: commentsOf(field),
      protoName: field.name,
      jsonName: field.jsonName,
      key: camelCase(field.name),
      number: field.number,
      type: this.#type(field),
      shape: field.fieldKind === 'list' || field.fieldKind === 'map' ? field.fieldKind : 'one',
      oneof,
    }
  }

  #type(field: DescField): FieldType {
    if (field.fieldKind === 'map') return { kind: 'message', name: mapEntryName(field) }
    if (field.message !== undefined) return { kind: 'message', name: typeName(field.message) }
    if (field.enum !== undefined) return { kind: 'enum', name: typeName(field.enum) }
    return { kind: 'scalar', scalar: this.#scalar(field, field.scalar) }
  }

  #scalar(field: DescField, type: ScalarType): Scalar {
    const asNumber = field.proto.options?.jstype === FieldOptions_JSType.JS_NUMBER
    switch (type) {
      case ScalarType.BOOL:
        return 'bool'
      case ScalarType.INT32:
        return 'int32'
      case ScalarType.UINT32:
        return 'uint32'
      case ScalarType.INT64:
        return asNumber ? 'int64Number' : 'int64'
      case ScalarType.UINT64:
        return asNumber ? 'uint64Number' : 'uint64'
      case ScalarType.FIXED64:
        return 'fixed64'
      case ScalarType.STRING:
        return 'utf8'
      case ScalarType.BYTES:
        return getOption(field, this.#latin1) === true ? 'latin1' : 'bytes'
      default:
        throw new Error(`${field.toString()}: the generator does not know the type ${ScalarType[type]}`)
    }
  }

  /** A map is a list of entries on the wire, and one in TypeScript. */
  #mapEntries(message: DescMessage): Message[] {
    return message.fields.flatMap((field) => {
      if (field.fieldKind !== 'map') return []
      if (field.mapKey !== ScalarType.STRING || field.mapKind !== 'message') {
        throw new Error(`${field.toString()}: the generator knows maps from strings to messages only`)
      }
      const value: FieldType = { kind: 'message', name: typeName(field.message) }
      const fields = [entryField('key', 1, { kind: 'scalar', scalar: 'utf8' }), entryField('value', 2, value)]
      const name = mapEntryName(field)
      return [
        { doc: '', typeName: `${message.typeName}.${pascalCase(field.name)}Entry`, name, members: fields, fields },
      ]
    })
  }

  #service(service: DescService): Service {
    return {
      doc: commentsOf(service),
      key: `${pascalCase(service.name)}Service`,
      name: service.typeName,
      methods: service.methods.map((method) => this.#method(method)),
    }
  }

  #method(method: DescMethod): Method {
    const rest = getOption(method, this.#rest)
    return {
      doc: commentsOf(method),
      key: camelCase(method.name),
      name: method.name,
      path: `/${method.parent.typeName}/${method.name}`,
      requestStream: method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
      responseStream: method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
      request: typeName(method.input),
      response: typeName(method.output),
      rest: Array.isArray(rest) ? rest.map(String) : [],
    }
  }
}

function readEnum(desc: DescEnum): Enum {
  return {
    doc: commentsOf(desc),
    name: typeName(desc),
    values: desc.values.map((value) => ({ name: value.name, number: value.number, doc: commentsOf(value) })),
  }
}

/** A nested type goes by its own name, except `Type`, which says nothing without its message. */
function typeName(desc: DescMessage | DescEnum): string {
  return desc.name === 'Type' && desc.parent !== undefined ? `${desc.parent.name}Type` : desc.name
}

function mapEntryName(field: DescField): string {
  return `${typeName(field.parent)}${pascalCase(field.name)}Entry`
}

function entryField(key: string, number: number, type: FieldType): Field {
  return { kind: 'field', doc: '', protoName: key, jsonName: key, key, number, type, shape: 'one', oneof: undefined }
}

function extension(registry: FileRegistry, name: string): DescExtension {
  const found = registry.getExtension(name)
  if (found === undefined) throw new Error(`proto/keelson/options.proto does not declare ${name}`)
  return found
}
