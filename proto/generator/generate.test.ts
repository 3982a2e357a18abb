/** What is committed in `src/generated`, against `proto/`. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fromBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { fileDescriptors } from '../../src/generated/descriptors.ts'
import type { MethodDefinition, ServiceDefinition } from '../../src/generated/runtime/service.ts'
import { services } from '../../src/generated/services.ts'
import { generate, generatedFolder, lint } from './generate.ts'
import { camelCase, pascalCase } from './names.ts'
import { registry } from './testing.ts'

test('src/generated is what npm run proto makes', () => {
  const made = generate()
  const present = readdirSync(generatedFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(generatedFolder.length + 1))
  assert.deepEqual(present.sort(), [...made.keys()].sort())
  for (const [name, text] of made) {
    assert.ok(text === readFileSync(join(generatedFolder, name), 'utf8'), `${name} differs: run npm run proto`)
  }
})

test('the sources keep the rules of proto/buf.yaml', () => assert.doesNotThrow(lint))

const all: readonly ServiceDefinition[] = Object.values(services)
const methods: readonly MethodDefinition[] = all.flatMap((service) => Object.values(service.methods))

test('service tables say what the descriptors say', () => {
  const seen = all.map(({ name, methods: table }) => [
    name,
    Object.values(table).map((m) => [
      m.name,
      m.path,
      m.requestStream,
      m.responseStream,
      m.request.typeName,
      m.response.typeName,
    ]),
  ])
  const declared = [...registry].filter((desc) => desc.kind === 'service')
  const want = declared.map((service) => [
    service.typeName,
    service.methods.map((method) => [
      method.name,
      `/${service.typeName}/${method.name}`,
      method.methodKind === 'bidi_streaming',
      method.methodKind === 'bidi_streaming' || method.methodKind === 'server_streaming',
      method.input.typeName,
      method.output.typeName,
    ]),
  ])
  assert.deepEqual(seen.sort(), want.sort())
})

test('every method but RangeStream and those of Health has a path of its own in the gateway', () => {
  const paths = methods.flatMap(({ rest }) => rest)
  assert.equal(new Set(paths).size, paths.length)
  assert.ok(paths.every((path) => path.startsWith('/v3/')))
  const without = methods.filter(({ rest }) => rest.length === 0).map(({ path }) => path)
  assert.deepEqual(without.sort(), [
    '/etcdserverpb.KV/RangeStream',
    '/grpc.health.v1.Health/Check',
    '/grpc.health.v1.Health/List',
    '/grpc.health.v1.Health/Watch',
  ])
})

test('descriptors for reflection are whole, and each stands behind what it imports', () => {
  const before = new Set<string>()
  for (const [name, base64] of Object.entries(fileDescriptors)) {
    const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(base64, 'base64'))
    assert.equal(file.name, name)
    assert.ok(
      file.dependency.every((dependency) => before.has(dependency)),
      name,
    )
    before.add(name)
  }
  assert.deepEqual([...before].sort(), [...registry.files].map((file) => file.proto.name).sort())
})

const names = [
  { proto: 'range_end', camel: 'rangeEnd', pascal: 'RangeEnd' },
  { proto: 'ID', camel: 'id', pascal: 'Id' },
  { proto: 'member_ID', camel: 'memberId', pascal: 'MemberId' },
  { proto: 'memberID', camel: 'memberId', pascal: 'MemberId' },
  { proto: 'peerURLs', camel: 'peerUrls', pascal: 'PeerUrls' },
  { proto: 'grantedTTL', camel: 'grantedTtl', pascal: 'GrantedTtl' },
  { proto: 'remaining_TTL', camel: 'remainingTtl', pascal: 'RemainingTtl' },
  { proto: 'dbSizeInUse', camel: 'dbSizeInUse', pascal: 'DbSizeInUse' },
  { proto: 'HashKV', camel: 'hashKv', pascal: 'HashKv' },
  { proto: 'KV', camel: 'kv', pascal: 'Kv' },
]
for (const { proto, camel, pascal } of names) {
  test(`${proto} is ${camel} and ${pascal}`, () =>
    assert.deepEqual([camelCase(proto), pascalCase(proto)], [camel, pascal]))
}
