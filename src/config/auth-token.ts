/**
 * `--auth-token`: `simple`, or `jwt` with options, for example
 * `jwt,pub-key=app.rsa.pub,priv-key=app.rsa,sign-method=RS512,ttl=10m`.
 */
import { parseDuration } from './go-values.ts'
import { unverified } from './refusal.ts'

export type AuthTokenConfig =
  | { readonly type: 'simple'; readonly ttlSeconds: number }
  | {
      readonly type: 'jwt'
      readonly signMethod: string
      /** Paths; '' for none: without a private key this member only checks tokens. */
      readonly pubKey: string
      readonly privKey: string
      readonly ttlSeconds: number
    }

const signMethods = ['RS', 'PS', 'ES', 'HS'].flatMap((family) => [256, 384, 512].map((bits) => family + bits))
const jwtOptions = ['pub-key', 'priv-key', 'sign-method', 'ttl']

/** @throws Refusal `auth: invalid auth options` */
export function parseAuthToken(text: string, simpleTtlSeconds: number): AuthTokenConfig {
  const [type, ...pairs] = text.split(',')
  const options = new Map(pairs.map(splitPair))
  if (options.size !== pairs.length) throw invalid()
  if (type === 'simple') return { type, ttlSeconds: simpleTtlSeconds }
  if (type !== 'jwt' || ![...options.keys()].every((name) => jwtOptions.includes(name))) throw invalid()
  const signMethod = options.get('sign-method') ?? ''
  if (!signMethods.includes(signMethod) && signMethod !== 'EdDSA') throw invalid()
  const pubKey = options.get('pub-key') ?? ''
  const privKey = options.get('priv-key') ?? ''
  if (pubKey === '' && privKey === '') throw invalid()
  return { type, signMethod, pubKey, privKey, ttlSeconds: parseTtl(options.get('ttl') ?? '5m') }
}

function splitPair(pair: string): [string, string] {
  const [name, value, ...more] = pair.split('=')
  if (name === undefined || value === undefined || more.length > 0) throw invalid()
  return [name, value]
}

function parseTtl(text: string): number {
  try {
    return parseDuration(text) / 1000
  } catch (cause) {
    throw invalid({ cause })
  }
}

function invalid(options?: ErrorOptions): Error {
  return unverified('auth: invalid auth options', options)
}
