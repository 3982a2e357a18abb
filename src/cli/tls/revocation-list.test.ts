import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import type { PeerCertificate } from 'node:tls'
import { Authority, type Pair } from '../../../test/e2e/certificates.ts'
import { parseRevocationList, revokedProblem } from './revocation-list.ts'
import { loadX509 } from './x509.ts'

/** As Node hands it over: hexadecimal in capitals, the issuer at `issuerCertificate`, at the top itself. */
function shown(pair: Pair, issuer?: PeerCertificate): PeerCertificate {
  const { serialNumber } = new X509Certificate(pair.cert)
  const certificate = { serialNumber } as PeerCertificate
  return Object.assign(certificate, { issuerCertificate: issuer ?? certificate })
}

test('a certificate is revoked when it, or one above it, is on the list: DER, PEM, or several PEM', async () => {
  const x509 = await loadX509()
  const authority = await Authority.create('a')
  const [one, two, three] = [await authority.issue(), await authority.issue(), await authority.issue()]
  const lists = [await authority.revoke([one.serial]), await authority.revoke([two.serial])]
  const pem = lists.map((der) => x509.PemConverter.encode(der, 'X509 CRL'))
  const [first = Buffer.alloc(0)] = lists

  const der = parseRevocationList(first, x509)
  assert.match(revokedProblem(shown(one), der) ?? '', /^transport: certificate serial [0-9a-f]+ revoked$/)
  assert.equal(revokedProblem(shown(two), der), undefined)
  assert.equal(revokedProblem(shown(three, shown(two)), der), undefined)
  assert.notEqual(revokedProblem(shown(three, shown(one)), der), undefined)

  const both = parseRevocationList(Buffer.from(`two lists\n${pem.join('\n')}\n`), x509)
  assert.deepEqual(
    [one, two, three].map((pair) => revokedProblem(shown(pair), both) !== undefined),
    [true, true, false],
  )

  assert.throws(() => parseRevocationList(Buffer.from(authority.cert), x509), /no X509 CRL in it/)
  assert.throws(() => parseRevocationList(Buffer.from('nonsense'), x509))
})
