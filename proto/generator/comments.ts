/** Comments of the sources: a descriptor has them in a list beside, under the path of what they belong to. */
import type { AnyDesc, DescEnum, DescFile, DescMessage } from '@bufbuild/protobuf'

/** Numbers of fields in FileDescriptorProto and its parts; a path is made of them and of places in lists. */
const messagesOfFile = 4
const enumsOfFile = 5
const servicesOfFile = 6
const syntaxOfFile = 12
const fieldsOfMessage = 2
const nestedOfMessage = 3
const enumsOfMessage = 4
const oneofsOfMessage = 8
const valuesOfEnum = 2
const methodsOfService = 2

/** What stands above a declaration, without its slashes; empty when nothing does. */
export function commentsOf(desc: AnyDesc): string {
  const path = pathOf(desc).join(' ')
  const locations = fileOf(desc).proto.sourceCodeInfo?.location ?? []
  const location = locations.find((candidate) => candidate.path.join(' ') === path)
  const comment = location?.leadingComments ?? ''
  return comment
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

function fileOf(desc: AnyDesc): DescFile {
  if (desc.kind === 'file') return desc
  return 'file' in desc ? desc.file : fileOf(desc.parent)
}

function pathOf(desc: AnyDesc): number[] {
  switch (desc.kind) {
    case 'file':
      return [syntaxOfFile]
    case 'message':
      return placeOf(desc, messagesOfFile, nestedOfMessage)
    case 'enum':
      return placeOf(desc, enumsOfFile, enumsOfMessage)
    case 'enum_value':
      return [...pathOf(desc.parent), valuesOfEnum, desc.parent.values.indexOf(desc)]
    case 'field':
      return [...pathOf(desc.parent), fieldsOfMessage, desc.parent.fields.indexOf(desc)]
    case 'oneof':
      return [...pathOf(desc.parent), oneofsOfMessage, desc.parent.oneofs.indexOf(desc)]
    case 'service':
      return [servicesOfFile, desc.file.services.indexOf(desc)]
    case 'rpc':
      return [...pathOf(desc.parent), methodsOfService, desc.parent.methods.indexOf(desc)]
    case 'extension':
      throw new Error(`comments of the extension ${desc.typeName} are not read`)
  }
}

function placeOf(desc: DescMessage | DescEnum, inFile: number, inMessage: number): number[] {
  const { parent, file } = desc
  if (parent !== undefined) {
    const siblings: readonly AnyDesc[] = desc.kind === 'message' ? parent.nestedMessages : parent.nestedEnums
    return [...pathOf(parent), inMessage, siblings.indexOf(desc)]
  }
  const siblings: readonly AnyDesc[] = desc.kind === 'message' ? file.messages : file.enums
  return [inFile, siblings.indexOf(desc)]
}
