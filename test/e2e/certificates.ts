/**
 * Certificates for tests, made and signed for the run.
 */
import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

const kind = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const dayMs = 24 * 3600 * 1000

export interface Pair {
  readonly cert: string
  readonly key: string
  /** Hexadecimal. */
  readonly serial: string
}

export interface IssueOptions {
  readonly cn?: string
  /** Names and addresses it is for. */
  readonly hosts?: readonly string[]
  readonly notAfter?: Date
}

/** A certificate authority. */
export class Authority {
  readonly cert: string
  readonly #name: string
  readonly #keys: webcrypto.CryptoKeyPair

  private constructor(name: string, keys: webcrypto.CryptoKeyPair, certificate: x509.X509Certificate) {
    this.#name = name
    this.#keys = keys
    this.cert = certificate.toString('pem')
  }

  static async create(cn: string): Promise<Authority> {
    const keys = await newKeys()
    const name = `CN=${cn}`
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name,
      keys,
      signingAlgorithm: kind,
      ...validity(),
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      ],
    })
    return new Authority(name, keys, certificate)
  }

  /** For servers and for clients. */
  async issue({ cn = 'test', hosts = [], notAfter }: IssueOptions = {}): Promise<Pair> {
    const keys = await newKeys()
    const names = hosts.map((host): x509.JsonGeneralName => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }))
    const { serverAuth, clientAuth } = x509.ExtendedKeyUsage
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${cn}`,
      issuer: this.#name,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: kind,
      ...validity(notAfter),
      extensions: [
        new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
        ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
      ],
    })
    const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
    return {
      cert: certificate.toString('pem'),
      key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
      serial: certificate.serialNumber,
    }
  }

  /** A list of revoked certificates, in DER, that should have been renewed yesterday. */
  async revoke(serials: readonly string[]): Promise<Buffer> {
    const list = await x509.X509CrlGenerator.create({
      issuer: this.#name,
      thisUpdate: new Date(Date.now() - 2 * dayMs),
      nextUpdate: new Date(Date.now() - dayMs),
      signingAlgorithm: kind,
      signingKey: this.#keys.privateKey,
      entries: serials.map((serialNumber) => ({ serialNumber })),
    })
    return Buffer.from(list.rawData)
  }
}

export interface PairFiles {
  readonly cert: string
  readonly key: string
}

/** `NAME.pem` and `NAME-key.pem` in `directory`; over what is there. */
export async function writePair(directory: string, name: string, pair: Pair): Promise<PairFiles> {
  const files = { cert: join(directory, `${name}.pem`), key: join(directory, `${name}-key.pem`) }
  await replaceFile(files.cert, pair.cert)
  await replaceFile(files.key, pair.key)
  return files
}

export async function replaceFile(path: string, content: string | Buffer): Promise<string> {
  await writeFile(`${path}.next`, content)
  await rename(`${path}.next`, path)
  return path
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(kind, true, ['sign', 'verify'])
}

/** From yesterday, so that no two clocks disagree about it. */
function validity(notAfter = new Date(Date.now() + dayMs)): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Math.min(Date.now(), notAfter.getTime()) - dayMs), notAfter }
}
