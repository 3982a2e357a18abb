/**
 * The options of every command, and the environment that may set them: `KEELSONCTL_ENDPOINTS`, `ETCDCTL_ENDPOINTS`.
 */
import { readFileSync } from 'node:fs'
import type { TlsOptions } from '../../../client/index.ts'
import { ExitCode, Failure } from './failure.ts'
import {
  bool,
  duration,
  type FlagSpecs,
  type FlagValues,
  integer,
  list,
  type Parsed,
  parseValue,
  text,
} from './flags.ts'

export const globalFlags = {
  endpoints: list('addresses of the members, with or without http:// or https://', ['127.0.0.1:2379']),
  'write-out': text('form of the output: fields, json, protobuf, simple, table', 'simple', { short: 'w' }),
  hex: bool('print bytes as hex'),
  'dial-timeout': duration('how long to wait for a connection', 2000),
  'command-timeout': duration('how long each request of a short command may take, without the dialling', 5000),
  'keepalive-time': duration('ping a silent connection after so long (at least 10s)', 2000),
  'keepalive-timeout': duration('give a connection up when a ping has no answer for so long', 6000),
  'max-request-bytes': integer('longest request; 0: 2 MiB'),
  'max-recv-bytes': integer('longest answer; 0: no limit'),
  cacert: text("file with the authorities that may have signed the servers' certificates"),
  cert: text('file with the certificate to show'),
  key: text('file with the key of that certificate'),
  'insecure-transport': bool('no TLS for endpoints without a scheme', true),
  'insecure-skip-tls-verify': bool('accept any certificate: for tests only'),
  user: text('name[:password]; without a password it is asked for'),
  password: text('password, when --user has none'),
  'auth-jwt-token': text('a token to send instead of user and password'),
  debug: bool('say on stderr what went wrong underneath'),
} as const satisfies FlagSpecs

export type GlobalValues = FlagValues<typeof globalFlags>

const prefixes = ['KEELSONCTL_', 'ETCDCTL_']

/**
 * The variables' values for flags that were not written.
 * @throws Failure when a flag and its variable are both set: one of them would be ignored
 */
export function withEnvironment(
  parsed: Parsed,
  inherited: FlagSpecs,
  environment: { readonly [name: string]: string | undefined },
): Parsed {
  const values: Record<string, unknown> = { ...parsed.values }
  const given = new Set(parsed.given)
  for (const [name, spec] of Object.entries(inherited)) {
    const variable = prefixes
      .map((prefix) => prefix + name.toUpperCase().replaceAll('-', '_'))
      .find((candidate) => (environment[candidate] ?? '') !== '')
    if (variable === undefined) continue
    if (parsed.given.has(name)) {
      const advice = 'unset the variable or leave the flag out'
      throw new Failure(ExitCode.Error, `${variable} and --${name} are both set: ${advice}`)
    }
    values[name] = parseValue(spec, variable, environment[variable] ?? '', undefined)
    given.add(name)
  }
  return { ...parsed, values, given }
}

/** TLS settings, or undefined where nothing asks for TLS. */
export function tlsOf(flags: GlobalValues): TlsOptions | undefined {
  const files = { ca: flags.cacert, cert: flags.cert, key: flags.key }
  const wanted = Object.values(files).some((path) => path !== '') || flags['insecure-skip-tls-verify']
  if (!wanted && flags['insecure-transport']) return undefined
  const read = (path: string) => (path === '' ? undefined : readFileSync(path))
  return {
    ca: read(files.ca),
    cert: read(files.cert),
    key: read(files.key),
    insecureSkipVerify: flags['insecure-skip-tls-verify'],
  }
}
