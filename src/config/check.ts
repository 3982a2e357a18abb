/**
 * What settings must be to each other. Each refusal is etcd's text where etcd has the rule, and names both sides where
 * two settings disagree.
 */

import { parseFeatureGates } from './feature-gates.ts'
import type { FlagName, Values } from './flags.ts'
import { type Line, unstartable, unverified } from './refusal.ts'
import { clientTls, peerTls, type TlsConfig } from './tls.ts'
import { isAddress, type Url } from './urls.ts'

/** How a flag was given (`--name`, `ETCD_NAME`, a key of the file); undefined: it was not. */
export type Given = (name: FlagName) => string | undefined

const MiB = 1024 * 1024
const GiB = 1024 * MiB

/**
 * Refuses nonsense, and returns what is worth a warning.
 * @throws Refusal
 */
export function checkValues(values: Values, given: Given): readonly Line[] {
  const warnings: Line[] = []
  const warn = (msg: string, fields: Line['fields'] = {}): void => {
    warnings.push({ level: 'warn', msg, fields })
  }
  checkLogging(values)
  checkDiscovery(values, given)
  checkListening(values, given)
  checkTimes(values)
  checkGates(values)
  checkTracing(values)
  checkTls(values, warn)
  warnAbout(values, given, warn)
  return warnings
}

type Warn = (msg: string, fields?: Line['fields']) => void

function checkLogging(values: Values): void {
  if (values.logger === 'capnslog') throw unverified('--logger=capnslog is removed in v3.5')
  if (values.logger !== 'zap') throw unverified(`unknown logger option ${JSON.stringify(values.logger)}`)
  const format = values['log-format']
  if (format !== 'json' && format !== 'console' && format !== 'text') {
    throw unverified(`unknown log format: ${format}, supported values json, console, text`)
  }
  const outputs = values['log-outputs']
  if (outputs.length > 1 && outputs.includes('default')) {
    throw unverified('multi logoutput for "default" is not supported yet')
  }
  const files = outputs.filter((output) => !['default', 'stderr', 'stdout', 'systemd/journal'].includes(output))
  if (values['enable-log-rotation'] && files.length !== 1) {
    throw unverified('--log-outputs requires a single file path when --log-rotate-config-json is defined')
  }
}

function checkDiscovery(values: Values, given: Given): void {
  if (values['discovery-fallback'] === 'proxy') {
    throw unverified('v2 proxy is deprecated, and --discovery-fallback can\'t be configured as "proxy"')
  }
  const endpoints = values['discovery-endpoints'] !== ''
  const srv = values['discovery-srv'] !== ''
  if ([given('initial-cluster') !== undefined, endpoints, srv].filter(Boolean).length > 1) {
    throw unverified(
      'multiple discovery or bootstrap flags are set. Choose one of "initial-cluster", "discovery-endpoints" or "discovery-srv"',
    )
  }
  if (endpoints !== (values['discovery-token'] !== '')) {
    throw unverified('both --discovery-token and --discovery-endpoints must be set')
  }
  // Going on without it would start a cluster of one, beside the one that was meant.
  if (endpoints) throw unverified('--discovery-endpoints is not supported: name the members with --initial-cluster')
  if (srv) throw unverified('--discovery-srv is not supported: name the members with --initial-cluster')
}

function checkListening(values: Values, given: Given): void {
  for (const name of [
    'listen-peer-urls',
    'listen-client-urls',
    'listen-client-http-urls',
    'listen-metrics-urls',
  ] as const) {
    for (const url of values[name]) {
      const bindable = isSocket(url) || url.host === 'localhost' || isAddress(url.host)
      if (!bindable) throw unverified(`expected IP in URL for binding (${url.text})`)
    }
  }
  for (const name of ['listen-peer-urls', 'listen-client-urls', 'initial-advertise-peer-urls'] as const) {
    if (values[name].length === 0) throw unverified(`--${name} must name at least one URL`)
  }
  if (given('listen-client-urls') !== undefined && given('advertise-client-urls') === undefined) {
    throw unverified('--advertise-client-urls is required when --listen-client-urls is set explicitly')
  }
  for (const url of values['initial-advertise-peer-urls'].filter(hostless)) {
    const empty = `unexpected empty host (${url.text})`
    throw unverified(`--initial-advertise-peer-urls ${JSON.stringify(url.text)} must be "host:port" (${empty})`)
  }
  for (const url of values['advertise-client-urls'].filter(hostless)) {
    const forms = '"host:port", "unix:/path/to/socket" or "unixs:/path/to/socket"'
    const empty = `unexpected empty host (${url.text})`
    throw unverified(`--advertise-client-urls ${JSON.stringify(url.text)} must be in the format ${forms} (${empty})`)
  }
  checkShared(values, 'listen-client-urls', 'listen-client-http-urls')
  checkShared(values, 'listen-client-urls', 'listen-peer-urls')
  checkShared(values, 'listen-client-urls', 'listen-metrics-urls')
  checkShared(values, 'listen-peer-urls', 'listen-metrics-urls')
}

type ListenFlag = 'listen-client-urls' | 'listen-client-http-urls' | 'listen-peer-urls' | 'listen-metrics-urls'

function checkShared(values: Values, a: ListenFlag, b: ListenFlag): void {
  for (const url of values[a]) {
    const same = values[b].find((other) => sameSocket(url, other))
    if (same !== undefined) throw unverified(`cannot bind both --${a} and --${b} on the same url ${same.text}`)
  }
}

function sameSocket(a: Url, b: Url): boolean {
  if (isSocket(a) || isSocket(b)) return isSocket(a) && isSocket(b) && a.path === b.path
  return a.host === b.host && a.port === b.port && a.port !== 0
}

function isSocket(url: Url): boolean {
  return url.scheme === 'unix' || url.scheme === 'unixs'
}

function hostless(url: Url): boolean {
  return !isSocket(url) && url.host === ''
}

function checkTimes(values: Values): void {
  const heartbeat = values['heartbeat-interval']
  const election = values['election-timeout']
  if (heartbeat === 0) throw unverified('--heartbeat-interval must be >0 (set to 0ms)')
  if (election === 0) throw unverified('--election-timeout must be >0 (set to 0ms)')
  if (5 * heartbeat > election) {
    throw unverified(
      `--election-timeout[${election}ms] should be at least as 5 times as --heartbeat-interval[${heartbeat}ms]`,
    )
  }
  if (election > 50_000) {
    throw unverified(`--election-timeout[${election}ms] is too long, and should be set less than 50000ms`)
  }
  if (values['compact-hash-check-time'] <= 0) {
    throw unverified(`--compact-hash-check-time must be >0 (set to ${shown(values['compact-hash-check-time'])})`)
  }
}

function shown(ms: number): string {
  return ms === 0 ? '0s' : `${ms}ms`
}

function checkGates(values: Values): void {
  const gates = parseFeatureGates(values['feature-gates'])
  if (gates.LeaseCheckpointPersist && !gates.LeaseCheckpoint) {
    throw unverified('enabling feature gate LeaseCheckpointPersist requires enabling feature gate LeaseCheckpoint')
  }
}

function checkTracing(values: Values): void {
  const rate = values['distributed-tracing-sampling-rate']
  if (values['enable-distributed-tracing'] && (rate < 0 || rate > 1_000_000)) {
    const why = `tracing sampling rate must be between 0 and 1000000, is ${rate}`
    throw unverified(`distributed tracing configurition is not valid: (${why})`)
  }
}

function checkTls(values: Values, warn: Warn): void {
  if (values['peer-cert-allowed-cn'].length > 0 && values['peer-cert-allowed-hostname'].length > 0) {
    throw unverified('--peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude each other: give one of them')
  }
  const client = clientTls(values)
  const peer = peerTls(values)
  checkSide('client', '', client, [...values['listen-client-urls'], ...values['listen-client-http-urls']], warn)
  checkSide('peer', 'peer-', peer, values['listen-peer-urls'], warn)
  const metrics = values['listen-metrics-urls'].find((url) => encrypted(url) && !canServeTls(client))
  if (metrics !== undefined) {
    const flags = '(--cert-file, --key-file)'
    throw unstartable(`client TLS key/cert ${flags} must be provided for metrics secure url ${metrics.text}`)
  }
}

function checkSide(
  side: 'client' | 'peer',
  prefix: '' | 'peer-',
  tls: TlsConfig,
  urls: readonly Url[],
  warn: Warn,
): void {
  if ((tls.certFile === '') !== (tls.keyFile === '')) {
    const cert = `--${prefix}cert-file=${tls.certFile}`
    throw unverified(`--${prefix}key-file=${tls.keyFile} and ${cert} must both be given, or neither`)
  }
  for (const url of urls) {
    if (encrypted(url) && !canServeTls(tls)) {
      const flags = `(--${prefix}cert-file, --${prefix}key-file)`
      throw unstartable(`TLS key/cert ${flags} must be provided for ${side} url ${url.text} with HTTPS scheme`)
    }
    if (encrypted(url)) continue
    const field = { [`${side}-url`]: url.text }
    if (tls.certFile !== '')
      warn('scheme is HTTP while key and cert files are present; ignoring key and cert files', field)
    if (tls.clientCertAuth) warn('scheme is HTTP while --client-cert-auth is enabled; ignoring client cert auth', field)
  }
  if (tls.autoTls && tls.certFile !== '') warn(`ignoring ${side} auto TLS since certs given`)
}

function encrypted(url: Url): boolean {
  return url.scheme === 'https' || url.scheme === 'unixs'
}

function canServeTls(tls: TlsConfig): boolean {
  return tls.autoTls || tls.certFile !== ''
}

function warnAbout(values: Values, given: Given, warn: Warn): void {
  if (given('name') === undefined) warn('--name was not given; using default', { name: values.name })
  if (given('data-dir') === undefined) {
    warn("'data-dir' was empty; using default", { 'data-dir': `${values.name}.etcd` })
  }
  if (values['max-request-bytes'] > 10 * MiB) {
    warn('exceeded recommended request limit', {
      'max-request-bytes': values['max-request-bytes'],
      'recommended-request-bytes': 10 * MiB,
    })
  }
  if (values['quota-backend-bytes'] > 8 * GiB) {
    warn('quota exceeds the maximum value', {
      'quota-size-bytes': values['quota-backend-bytes'],
      'quota-maximum-size-bytes': 8 * GiB,
    })
  }
  if (values['bcrypt-cost'] < 4 || values['bcrypt-cost'] > 31) {
    warn('invalid bcrypt-cost, using default', { 'given-cost': values['bcrypt-cost'], 'default-cost': 10 })
  }
  if (values['unsafe-no-fsync']) warn('fsync is off: a power failure loses acknowledged writes')
  if (values['enable-log-rotation'])
    warn('--enable-log-rotation is ignored: rotate the file with logrotate, copytruncate')
}
