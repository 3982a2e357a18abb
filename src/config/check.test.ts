import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommandLine } from './command-line.ts'
import type { Config } from './config.ts'
import { initialClusterProblem } from './initial-cluster.ts'

function parse(argv: readonly string[]) {
  return parseCommandLine(argv, {}, () => '')
}

function run(argv: readonly string[]): Config {
  const result = parse(argv)
  assert.ok(result.kind === 'run', JSON.stringify(result))
  return result.config
}

const listen = (urls: string): string[] => [`--listen-client-urls=${urls}`, `--advertise-client-urls=${urls}`]
const peers = (urls: string): string[] => [`--listen-peer-urls=${urls}`]

// What stops the start: etcd's text, after the message of the line.
const verify = 'failed to verify flags'
const discovery = 'discovery failed'
const refused: [argv: string[], want: string, msg?: string][] = [
  [
    ['--initial-cluster=a=http://a:1', '--discovery-srv=example.com'],
    'multiple discovery or bootstrap flags are set. Choose one of "initial-cluster", "discovery-endpoints" or "discovery-srv"',
  ],
  [['--discovery-token=x'], 'both --discovery-token and --discovery-endpoints must be set'],
  [
    ['--discovery-token=x', '--discovery-endpoints=http://a:1'],
    '--discovery-endpoints is not supported: name the members with --initial-cluster',
  ],
  [['--discovery-srv=example.com'], '--discovery-srv is not supported: name the members with --initial-cluster'],
  [['--discovery-fallback=proxy'], 'v2 proxy is deprecated, and --discovery-fallback can\'t be configured as "proxy"'],
  [
    ['--listen-client-urls=http://127.0.0.1:1'],
    '--advertise-client-urls is required when --listen-client-urls is set explicitly',
  ],
  [listen('http://foo.bar:1'), 'expected IP in URL for binding (http://foo.bar:1)'],
  [listen('http://:1'), 'expected IP in URL for binding (http://:1)'],
  [peers('http://foo.bar:1'), 'expected IP in URL for binding (http://foo.bar:1)'],
  [['--listen-peer-urls='], '--listen-peer-urls must name at least one URL'],
  [
    ['--advertise-client-urls=http://:23'],
    '--advertise-client-urls "http://:23" must be in the format "host:port", "unix:/path/to/socket" or "unixs:/path/to/socket" (unexpected empty host (http://:23))',
  ],
  [
    ['--initial-advertise-peer-urls=http://:23'],
    '--initial-advertise-peer-urls "http://:23" must be "host:port" (unexpected empty host (http://:23))',
  ],
  [
    listen('https://127.0.0.1:1'),
    'TLS key/cert (--cert-file, --key-file) must be provided for client url https://127.0.0.1:1 with HTTPS scheme',
    discovery,
  ],
  [
    peers('https://127.0.0.1:1'),
    'TLS key/cert (--peer-cert-file, --peer-key-file) must be provided for peer url https://127.0.0.1:1 with HTTPS scheme',
    discovery,
  ],
  [
    ['--listen-metrics-urls=https://127.0.0.1:1'],
    'client TLS key/cert (--cert-file, --key-file) must be provided for metrics secure url https://127.0.0.1:1',
    discovery,
  ],
  [['--cert-file=c'], '--key-file= and --cert-file=c must both be given, or neither'],
  [
    ['--listen-client-http-urls=http://localhost:2379'],
    'cannot bind both --listen-client-urls and --listen-client-http-urls on the same url http://localhost:2379',
  ],
  [
    peers('http://localhost:2379'),
    'cannot bind both --listen-client-urls and --listen-peer-urls on the same url http://localhost:2379',
  ],
  [['--heartbeat-interval=0'], '--heartbeat-interval must be >0 (set to 0ms)'],
  [['--election-timeout=0'], '--election-timeout must be >0 (set to 0ms)'],
  [
    ['--election-timeout=400'],
    '--election-timeout[400ms] should be at least as 5 times as --heartbeat-interval[100ms]',
  ],
  [['--election-timeout=60000'], '--election-timeout[60000ms] is too long, and should be set less than 50000ms'],
  [['--auto-compaction-mode=foo'], 'unknown auto-compaction-mode "foo"'],
  [['--auto-compaction-mode='], 'undefined auto-compaction-mode'],
  [['--auto-compaction-retention=abc'], 'error parsing CompactionRetention: time: invalid duration "abc"'],
  [['--auto-compaction-retention=5x'], 'error parsing CompactionRetention: time: unknown unit "x" in duration "5x"'],
  [['--compact-hash-check-time=0'], '--compact-hash-check-time must be >0 (set to 0s)'],
  [
    ['--tls-min-version=TLS1.3', '--tls-max-version=TLS1.2'],
    'min version (TLS1.3) is greater than max version (TLS1.2)',
  ],
  [['--tls-min-version=foo'], 'unexpected TLS version "foo" (must be one of: TLS1.2, TLS1.3)'],
  [
    ['--tls-min-version=TLS1.3', '--cipher-suites=TLS_AES_128_GCM_SHA256'],
    'cipher suites cannot be configured when only TLS1.3 is enabled',
  ],
  [['--cipher-suites=foo'], 'unexpected TLS cipher suite "foo"'],
  [
    ['--peer-cert-allowed-cn=a', '--peer-cert-allowed-hostname=b'],
    '--peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude each other: give one of them',
  ],
  [['--auth-token=foo'], 'auth: invalid auth options'],
  [['--auth-token=jwt'], 'auth: invalid auth options'],
  [['--auth-token=jwt,sign-method=RS256'], 'auth: invalid auth options'],
  [['--auth-token=jwt,sign-method=none,pub-key=a'], 'auth: invalid auth options'],
  [['--auth-token=jwt,sign-method=RS256,pub-key=a,ttl=5'], 'auth: invalid auth options'],
  [['--auth-token=jwt,sign-method=RS256,pub-key=a,pub-key=b'], 'auth: invalid auth options'],
  [['--auth-token=jwt,sign-method=RS256,pub-key=a,foo=b'], 'auth: invalid auth options'],
  [
    ['--feature-gates=LeaseCheckpointPersist=true'],
    'enabling feature gate LeaseCheckpointPersist requires enabling feature gate LeaseCheckpoint',
  ],
  [['--log-format=foo'], 'unknown log format: foo, supported values json, console, text'],
  [['--logger=capnslog'], '--logger=capnslog is removed in v3.5'],
  [['--logger=x'], 'unknown logger option "x"'],
  [['--log-outputs=default,stdout'], 'multi logoutput for "default" is not supported yet'],
  [['--enable-log-rotation'], '--log-outputs requires a single file path when --log-rotate-config-json is defined'],
  [
    ['--enable-distributed-tracing', '--distributed-tracing-sampling-rate=1000001'],
    'distributed tracing configurition is not valid: (tracing sampling rate must be between 0 and 1000000, is 1000001)',
  ],
]
for (const [argv, want, msg = verify] of refused) {
  test(`refused: ${argv.join(' ')}`, () => {
    const result = parse(argv)
    assert.ok(result.kind === 'exit', 'this should not have been accepted')
    assert.deepEqual(result.log.at(-1), {
      level: msg === discovery ? 'fatal' : 'warn',
      msg,
      fields: { error: want },
    })
    assert.equal(result.code, 1)
    assert.equal(result.stderr, '')
  })
}

const warned: [argv: string[], want: RegExp][] = [
  [[], /--name was not given/],
  [['--max-request-bytes=10485761'], /exceeded recommended request limit/],
  [['--quota-backend-bytes=8589934593'], /quota exceeds the maximum value/],
  [['--cert-file=c', '--key-file=k'], /scheme is HTTP while key and cert files are present/],
  [['--client-cert-auth'], /scheme is HTTP while --client-cert-auth is enabled/],
  [['--auto-tls', '--cert-file=c', '--key-file=k'], /ignoring client auto TLS since certs given/],
  [['--bcrypt-cost=3'], /invalid bcrypt-cost, using default/],
  [['--unsafe-no-fsync'], /fsync is off/],
  [['--auto-compaction-mode=revision', '--auto-compaction-retention=5m'], /disagree: nothing is compacted/],
]
for (const [argv, want] of warned) {
  test(`warned: ${argv.join(' ')}`, () => {
    const result = parse(argv)
    assert.ok(result.kind === 'run')
    assert.ok(
      result.log.some(({ level, msg }) => level === 'warn' && want.test(msg)),
      JSON.stringify(result.log),
    )
  })
}

test('what is parsed further: compaction, tokens, TLS, gates, tracing', () => {
  const retention = (text: string, mode = 'periodic') =>
    run([`--auto-compaction-retention=${text}`, `--auto-compaction-mode=${mode}`]).autoCompaction
  assert.deepEqual(retention('2'), { mode: 'periodic', periodMs: 7_200_000 })
  assert.deepEqual(retention('90s'), { mode: 'periodic', periodMs: 90_000 })
  assert.deepEqual(retention('1000', 'revision'), { mode: 'revision', revisions: 1000 })
  assert.deepEqual(retention('0', 'revision'), { mode: 'off' })
  assert.deepEqual(run(['--auth-token-ttl=7']).authToken, { type: 'simple', ttlSeconds: 7 })
  assert.deepEqual(run(['--auth-token=jwt,sign-method=ES256,priv-key=k,ttl=90s']).authToken, {
    type: 'jwt',
    signMethod: 'ES256',
    pubKey: '',
    privKey: 'k',
    ttlSeconds: 90,
  })
  const { tls } = run(['--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', '--tls-max-version=TLS1.2'])
  assert.deepEqual(tls.cipherSuites, ['ECDHE-RSA-AES128-GCM-SHA256'])
  assert.equal(tls.maxVersion, 'TLSv1.2')
  const { featureGates } = run(['--feature-gates=AllAlpha=true,PriorityRequest=false,FastLeaseKeepAlive=false'])
  assert.deepEqual(
    [featureGates.LeaseCheckpoint, featureGates.PriorityRequest, featureGates.FastLeaseKeepAlive],
    [true, false, false],
  )
  assert.equal(featureGates.TxnModeWriteWithSharedBuffer, true)
  assert.equal(run([]).tracing, undefined)
  assert.equal(run(['--enable-distributed-tracing']).tracing?.endpoint, 'localhost:4317')
  assert.equal(run(['--auto-tls', ...listen('https://127.0.0.1:1')]).clientTls.autoTls, true)
})

// Before a cluster is bootstrapped.
const bootstrapRows: { name: string; own?: string; cluster: string; advertise: string; want: string | undefined }[] = [
  { name: 'agreement', cluster: 'x=http://a:1,y=http://b:1', advertise: 'http://a:1', want: undefined },
  {
    name: 'two URLs, any order',
    cluster: 'x=http://b:1,x=http://a:1',
    advertise: 'http://a:1,http://b:1',
    want: undefined,
  },
  { name: 'localhost is 127.0.0.1', cluster: 'x=http://127.0.0.1:1', advertise: 'http://localhost:1', want: undefined },
  {
    name: 'a shared URL',
    cluster: 'x=http://a:1,y=http://a:1',
    advertise: 'http://a:1',
    want: 'initial cluster x=http://a:1,y=http://a:1 has duplicate url',
  },
  {
    name: 'own name absent',
    cluster: 'y=http://a:1',
    advertise: 'http://a:1',
    want: 'couldn\'t find local name "x" in the initial cluster configuration',
  },
  {
    name: 'own entry not advertised',
    cluster: 'x=http://a:2',
    advertise: 'http://a:1',
    want: '--initial-cluster has x=http://a:2 but missing from --initial-advertise-peer-urls=http://a:1 (resolved urls: "http://a:1" != "http://a:2")',
  },
  {
    name: 'one of two not advertised',
    cluster: 'x=http://a:1,x=http://a:2',
    advertise: 'http://a:1',
    want: '--initial-cluster has x=http://a:2 but missing from --initial-advertise-peer-urls=http://a:1 (len(["http://a:1"]) != len(["http://a:1" "http://a:2"]))',
  },
  {
    name: 'advertised, not in own entry',
    cluster: 'x=http://a:1',
    advertise: 'http://a:1,http://a:2',
    want: '--initial-advertise-peer-urls has http://a:2 but missing from --initial-cluster=x=http://a:1,x=http://a:2',
  },
  {
    name: 'an entry without a URL',
    cluster: 'x',
    advertise: 'http://a:1',
    want: 'error setting up initial cluster: URL scheme must be http, https, unix, or unixs: ',
  },
]
for (const { name, cluster, advertise, want } of bootstrapRows) {
  test(`initial cluster: ${name}`, () => {
    const config = run(['--name=x', `--initial-cluster=${cluster}`, `--initial-advertise-peer-urls=${advertise}`])
    assert.equal(initialClusterProblem(config), want)
  })
}
