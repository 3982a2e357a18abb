/** Certificates for one test, made by openssl: an authority and what it signs. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Pair {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Why there can be no certificates; undefined: there can. */
export function opensslMissing(): string | undefined {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'openssl is not on the PATH'
  }
}

export class TestAuthority {
  readonly ca: Buffer
  readonly #folder: string
  #count = 0

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'keelson-ca-'))
    this.#openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=test authority',
      '-days',
      '2',
    )
    this.ca = readFileSync(join(this.#folder, 'ca.pem'))
  }

  /** For a member on loopback. */
  issue(commonName: string): Pair {
    const name = `member${this.#count++}`
    const path = (end: string): string => join(this.#folder, `${name}.${end}`)
    writeFileSync(path('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n')
    this.#openssl(
      'req',
      '-new',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${commonName}`,
    )
    this.#openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`],
    )
    return { cert: readFileSync(path('pem')), key: readFileSync(path('key')) }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }

  #openssl(...words: string[]): void {
    execFileSync('openssl', words, { cwd: this.#folder, stdio: 'ignore' })
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
