import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import type { PeerCertificate } from 'node:tls'
import { Authority } from '../../../test/e2e/certificates.ts'
import { addressProblem, type Resolver } from './address-check.ts'

/** 10.0.0.1 is m1.example.com, both ways; m2.example.com is 10.0.0.2, which no reverse lookup knows. */
const resolver: Resolver = {
  namesOf: async (address) => {
    if (address === '10.0.0.1') return ['m1.example.com.']
    throw new Error(`lookup ${address}: no such host`)
  },
  addressesOf: async (name) => {
    if (name === 'm1.example.com') return ['10.0.0.1', 'fd00::1']
    if (name === 'm2.example.com') return ['10.0.0.2']
    throw new Error(`lookup ${name}: no such host`)
  },
}

const rows = [
  { name: 'no names at all: nothing to compare with', hosts: [], from: '10.9.9.9', want: undefined },
  { name: 'an address of the certificate', hosts: ['10.9.9.9', '10.0.0.7'], from: '10.0.0.7', want: undefined },
  { name: 'as a socket for both families shows it', hosts: ['10.0.0.7'], from: '::ffff:10.0.0.7', want: undefined },
  { name: 'IPv6', hosts: ['fd00::7'], from: 'fd00::7', want: undefined },
  {
    name: 'another address',
    hosts: ['10.0.0.7'],
    from: '10.0.0.8',
    want: 'x509: certificate is valid for 10.0.0.7, not 10.0.0.8',
  },
  { name: 'the address resolves to the name', hosts: ['m1.example.com'], from: '10.0.0.1', want: undefined },
  {
    name: 'the address resolves to what a wildcard covers',
    hosts: ['*.example.com'],
    from: '10.0.0.1',
    want: undefined,
  },
  { name: 'the name resolves to the address', hosts: ['m2.example.com'], from: '10.0.0.2', want: undefined },
  {
    name: 'a name stands in for an address that does not match',
    hosts: ['10.0.0.7', 'm1.example.com'],
    from: 'fd00::1',
    want: undefined,
  },
  {
    name: 'names that are somebody else',
    hosts: ['m1.example.com', '*.example.org'],
    from: '10.0.0.1',
    resolver: { ...resolver, namesOf: async () => ['x.example.net'], addressesOf: async () => ['10.0.0.9'] },
    want: 'tls: "10.0.0.1" does not match any of DNSNames ["m1.example.com" "*.example.org"]',
  },
  {
    name: 'a lookup that fails is told',
    hosts: ['m1.example.com'],
    from: '10.0.0.2',
    want: 'tls: "10.0.0.2" does not match any of DNSNames ["m1.example.com"] (lookup 10.0.0.2: no such host)',
  },
  { name: 'no address, over a Unix socket', hosts: ['10.0.0.7'], from: '', want: undefined },
]

for (const row of rows) {
  test(`whom a certificate is for: ${row.name}`, async () => {
    const { cert } = await (await Authority.create('a')).issue({ hosts: row.hosts })
    const { raw, subjectAltName } = new X509Certificate(cert)
    const certificate = { raw, ...(subjectAltName === undefined ? {} : { subjectaltname: subjectAltName }) }
    const found = await addressProblem(certificate as PeerCertificate, row.from, row.resolver ?? resolver)
    assert.equal(found, row.want)
  })
}

test('a comma inside a name does not make two names of it', async () => {
  const certificate = { raw: Buffer.alloc(0), subjectaltname: 'DNS:"x, DNS:m1.example.com, y", DNS:other' }
  const found = await addressProblem(certificate as PeerCertificate, '10.0.0.1', resolver)
  assert.match(found ?? '', /does not match/)
})
