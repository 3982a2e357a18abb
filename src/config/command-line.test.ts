import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import type { Config } from './config.ts'
import type { Environment } from './environment.ts'

type Files = { readonly [path: string]: string }

function parse(argv: readonly string[], env: Environment = {}, files: Files = {}): CommandLine {
  return parseCommandLine(argv, env, (path) => {
    const content = files[path]
    if (content === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' })
    return content
  })
}

function run(argv: readonly string[], env: Environment = {}, files: Files = {}): Config & { lines: string[] } {
  const result = parse(argv, env, files)
  assert.ok(result.kind === 'run', JSON.stringify(result))
  return {
    ...result.config,
    lines: result.log.map(({ level, msg, fields }) => `${level} ${msg} ${JSON.stringify(fields)}`),
  }
}

/** How a start ends: exit code, and what is said last. */
function end(argv: readonly string[], env: Environment = {}, files: Files = {}): string {
  const result = parse(argv, env, files)
  assert.ok(result.kind === 'exit', 'this should not have been accepted')
  const last = result.log.at(-1)
  const said = result.stderr === '' && last !== undefined ? `${last.msg}: ${last.fields['error']}` : result.stderr
  return `${result.code} ${said.replace('\nRun keelson --help for all flags.\n', '')}`
}

test('without flags everything is as in etcd', () => {
  const config = run([])
  assert.equal(config.name, 'default')
  assert.equal(config.dataDir, 'default.etcd')
  assert.deepEqual(config.initialCluster, [{ name: 'default', peerUrls: ['http://localhost:2380'] }])
  assert.deepEqual(config.listenClientUrls[0], {
    scheme: 'http',
    host: 'localhost',
    port: 2379,
    path: '',
    text: 'http://localhost:2379',
  })
  assert.equal(config.quotaBackendBytes, 2147483648)
  assert.equal(config.maxRequestBytes, 1572864)
  assert.equal(config.watchProgressNotifyMs, 600_000)
  assert.deepEqual(config.autoCompaction, { mode: 'off' })
  assert.deepEqual(config.log, { level: 'info', format: 'json', outputs: ['stderr'] })
})

// Go's flag syntax.
const syntaxRows: { argv: string[]; want: (config: Config) => unknown; is: unknown }[] = [
  { argv: ['-name', 'a'], want: (c) => c.name, is: 'a' },
  { argv: ['--name', 'a'], want: (c) => c.name, is: 'a' },
  { argv: ['--name=a=b'], want: (c) => c.name, is: 'a=b' },
  { argv: ['--name', '1e3'], want: (c) => c.name, is: '1e3' },
  { argv: ['--name', '--pre-vote'], want: (c) => c.name, is: '--pre-vote' },
  { argv: ['--name=a', '--name=b'], want: (c) => c.name, is: 'b' },
  { argv: ['--name', 'x y'], want: (c) => c.dataDir, is: 'x y.etcd' },
  { argv: ['--force-new-cluster'], want: (c) => c.forceNewCluster, is: true },
  { argv: ['--pre-vote=false'], want: (c) => c.preVote, is: false },
  { argv: ['-pre-vote=F'], want: (c) => c.preVote, is: false },
  { argv: ['--max-txn-ops=0x10'], want: (c) => c.maxTxnOps, is: 16 },
  { argv: ['--max-txn-ops=010'], want: (c) => c.maxTxnOps, is: 8 },
  { argv: ['--max-txn-ops=1_000'], want: (c) => c.maxTxnOps, is: 1000 },
  { argv: ['--quota-backend-bytes=-1'], want: (c) => c.quotaBackendBytes, is: -1 },
  { argv: ['--quota-backend-bytes', '5120'], want: (c) => c.quotaBackendBytes, is: 5120 },
  { argv: ['--warning-apply-duration=1µs'], want: (c) => c.warningApplyMs, is: 0.001 },
  { argv: ['--grpc-keepalive-interval=1h2m3.5s'], want: (c) => c.grpcKeepalive.intervalMs, is: 3_723_500 },
  { argv: ['--watch-progress-notify-interval=1ms'], want: (c) => c.watchProgressNotifyMs, is: 100 },
  { argv: ['--value-cache-bytes=64MiB'], want: (c) => c.valueCacheBytes, is: 67108864 },
  { argv: ['--storage-engine=memory'], want: (c) => c.storageEngine, is: 'memory' },
  { argv: ['--log-outputs=stdout,/tmp/a.log'], want: (c) => c.log.outputs, is: ['stdout', '/tmp/a.log'] },
  { argv: ['--name', 'a', '--', '--name'].slice(0, 3), want: (c) => c.name, is: 'a' },
  { argv: ['--force', '-snapshot', '--v', '--name=a'], want: (c) => c.name, is: 'a' },
  { argv: ['--test.coverprofile', 'x', '--name=a'], want: (c) => c.name, is: 'a' },
  { argv: ['--max-snapshots=3', '--enable-pprof'], want: (c) => c.enablePprof, is: true },
]
for (const { argv, want, is } of syntaxRows) {
  test(`flags: ${argv.join(' ')}`, () => assert.deepEqual(want(run(argv)), is))
}

const usageRows: [argv: string[], want: string][] = [
  [['--nmae=a'], '2 flag provided but not defined: -nmae\nDid you mean --name?'],
  [['--xyzzyxyzzy'], '2 flag provided but not defined: -xyzzyxyzzy'],
  [
    ['--listen-client-url=x'],
    '2 flag provided but not defined: -listen-client-url\nDid you mean --listen-client-urls?',
  ],
  [['--enable-v2'], '2 flag provided but not defined: -enable-v2'],
  [
    ['--experimental-initial-corrupt-check'],
    '2 flag provided but not defined: -experimental-initial-corrupt-check\nIt is a feature gate now: --feature-gates=InitialCorruptCheck=true',
  ],
  [
    ['--experimental-watch-progress-notify-interval=5s'],
    '2 flag provided but not defined: -experimental-watch-progress-notify-interval\nDid you mean --watch-progress-notify-interval?',
  ],
  [['---name'], '2 bad flag syntax: ---name'],
  [['--name'], '2 flag needs an argument: -name'],
  [['--pre-vote=maybe'], '2 invalid boolean value "maybe" for -pre-vote: parse error'],
  [['--pre-vote=yes'], '2 invalid boolean value "yes" for -pre-vote: parse error'],
  [['--max-txn-ops=x'], '2 invalid value "x" for flag -max-txn-ops: parse error'],
  [['--max-txn-ops=-1'], '2 invalid value "-1" for flag -max-txn-ops: parse error'],
  [
    ['--max-concurrent-streams=4294967296'],
    '2 invalid value "4294967296" for flag -max-concurrent-streams: value out of range',
  ],
  [['--corrupt-check-time=5'], '2 invalid value "5" for flag -corrupt-check-time: parse error'],
  [['--initial-cluster-state=bogus'], '2 invalid value "bogus" for flag -initial-cluster-state: invalid value'],
  [['--log-level=loud'], '2 invalid value "loud" for flag -log-level: unrecognized level: "loud"'],
  [['--feature-gates=Foo=true'], '2 invalid value "Foo=true" for flag -feature-gates: unrecognized feature gate: Foo'],
  [
    ['--feature-gates=PriorityRequest'],
    '2 invalid value "PriorityRequest" for flag -feature-gates: missing bool value for PriorityRequest',
  ],
  [
    ['--listen-peer-urls=http://a'],
    '2 invalid value "http://a" for flag -listen-peer-urls: URL address does not have the form "host:port": http://a',
  ],
  [
    ['--listen-peer-urls=http://a:1/b'],
    '2 invalid value "http://a:1/b" for flag -listen-peer-urls: URL must not contain a path: http://a:1/b',
  ],
  [
    ['--listen-peer-urls=ftp://a:1'],
    '2 invalid value "ftp://a:1" for flag -listen-peer-urls: URL scheme must be http, https, unix, or unixs: ftp://a:1',
  ],
  [['--storage-engine=bbolt'], '2 invalid value "bbolt" for flag -storage-engine: invalid value'],
  [['start'], '1 failed to verify flags: "start" is not a valid flag'],
  [['--pre-vote', 'false'], '1 failed to verify flags: "false" is not a valid flag'],
  [['--', 'x'], '1 failed to verify flags: "x" is not a valid flag'],
]
for (const [argv, want] of usageRows) test(`usage: ${argv.join(' ')}`, () => assert.equal(end(argv), want))

test('--version starts with what tools parse, --help shows every flag that has an effect', () => {
  const version = parse(['--version'])
  assert.ok(version.kind === 'exit' && version.code === 0)
  assert.match(
    version.stdout,
    /^etcd Version: 3\.7\.1\nKeelson Version: \d+\.\d+\.\d+\nNode Version: v\d+.*\nOS\/Arch: /,
  )
  for (const word of ['-h', '--help']) {
    const help = parse([word])
    assert.ok(help.kind === 'exit' && help.code === 0)
    for (const flag of ['listen-client-urls', 'client-listen', 'value-cache-bytes', 'max-wals']) {
      assert.ok(help.stdout.includes(`--${flag}`), flag)
    }
  }
})

// Precedence, and where settings may not come from two places.
test('a variable speaks where the flag is absent, an empty one does not', () => {
  const config = run([], { ETCD_NAME: 'a', KEELSON_MAX_TXN_OPS: '5', ETCD_DATA_DIR: '' })
  assert.equal(config.name, 'a')
  assert.equal(config.maxTxnOps, 5)
  assert.equal(config.dataDir, 'a.etcd')
  const used = 'info recognized and used environment variable'
  assert.ok(config.lines.includes(`${used} {"variable-name":"ETCD_NAME","variable-value":"a"}`))
})

const shadow =
  'conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))'
const environmentRows: { name: string; argv?: string[]; env: Environment; want: string }[] = [
  {
    name: 'flag and variable, even when equal',
    argv: ['--name=a'],
    env: { ETCD_NAME: 'a' },
    want: `1 ${shadow}: undefined`,
  },
  {
    name: 'alias as flag, its flag as variable',
    argv: ['--raft-snapshot-every=5'],
    env: { KEELSON_SNAPSHOT_COUNT: '5' },
    want: `1 ${shadow}: undefined`,
  },
  {
    name: 'two variables that differ',
    env: { ETCD_NAME: 'a', KEELSON_NAME: 'b' },
    want: '1 failed to verify flags: ETCD_NAME=a and KEELSON_NAME=b disagree: set one of them',
  },
  {
    name: 'two variables, one through an alias',
    env: { ETCD_SNAPSHOT_COUNT: '1', KEELSON_RAFT_SNAPSHOT_EVERY: '2' },
    want: '1 failed to verify flags: ETCD_SNAPSHOT_COUNT=1 and KEELSON_RAFT_SNAPSHOT_EVERY=2 disagree: give one of them',
  },
  {
    name: 'a value that cannot be read',
    env: { ETCD_MAX_TXN_OPS: 'x' },
    want: '1 failed to verify flags: invalid value "x" for ETCD_MAX_TXN_OPS: parse error',
  },
  {
    name: 'no boolean',
    env: { ETCD_AUTO_TLS: 'maybe' },
    want: '1 failed to verify flags: invalid value "maybe" for ETCD_AUTO_TLS: parse error',
  },
]
for (const { name, argv = [], env, want } of environmentRows) {
  test(`environment: ${name}`, () => assert.equal(end(argv, env), want))
}

test('two variables with one value are fine, and a false boolean is false', () => {
  const config = run([], { ETCD_NAME: 'a', KEELSON_NAME: 'a', ETCD_PRE_VOTE: '0' })
  assert.equal(config.name, 'a')
  assert.equal(config.preVote, false)
})

test('an unknown variable is warned about, with the nearest one; what Kubernetes injects is not', () => {
  const { lines } = run([], {
    KEELSON_DATA_DRI: 'x',
    ETCD_VERSION: 'v3',
    ETCDCTL_API: '3',
    KEELSON_PORT: 'tcp://10.0.0.1:2379',
    KEELSON_CLIENT_PORT_2379_TCP_ADDR: '10.0.0.1',
    KEELSON_SERVICE_HOST: '10.0.0.1',
    ETCD_UNSUPPORTED_ARCH: 'arm64',
  })
  const unrecognized = lines.filter((line) => line.includes('unrecognized environment variable'))
  assert.deepEqual(unrecognized, [
    'warn unrecognized environment variable {"environment-variable":"ETCD_VERSION=v3"}',
    'warn unrecognized environment variable {"environment-variable":"KEELSON_DATA_DRI=x","nearest":"KEELSON_DATA_DIR"}',
  ])
})

test('a config file replaces flags and environment', () => {
  const files = {
    '/etc/keelson.yml': [
      'name: 0123',
      'heartbeat-interval: 50',
      'corrupt-check-time: 3600000000000',
      'warning-apply-duration: 2s',
      'log-outputs: [stdout, stderr]',
      'wal-dir:',
      'pre-vote: false',
      'client-transport-security:',
      '  cert-file: /c.pem',
      '  key-file: /k.pem',
      '  allowed-cn: [a, b]',
      'socket-options: {reuse-port: true}',
      'auto-compaction-retention: 5',
      'snapshot-cuont: 5',
      'raft-read-timeout: 5s',
    ].join('\n'),
  }
  for (const [argv, env] of [
    [['--config-file=/etc/keelson.yml', '--max-txn-ops=5'], { ETCD_MAX_TXN_OPS: '6' }],
    [[], { ETCD_CONFIG_FILE: '/etc/keelson.yml' }],
  ] as const) {
    const config = run(argv, env, files)
    assert.equal(config.name, '0123')
    assert.equal(config.maxTxnOps, 128)
    assert.equal(config.heartbeatIntervalMs, 50)
    assert.equal(config.corruptCheckMs, 3_600_000)
    assert.equal(config.warningApplyMs, 2000)
    assert.deepEqual(config.log.outputs, ['stdout', 'stderr'])
    assert.equal(config.walDir, '')
    assert.equal(config.preVote, false)
    assert.equal(config.clientTls.certFile, '/c.pem')
    assert.deepEqual(config.clientTls.allowedCns, ['a', 'b'])
    assert.equal(config.socketReusePort, true)
    assert.deepEqual(config.autoCompaction, { mode: 'periodic', periodMs: 5 * 3_600_000 })
    const unknown = config.lines.filter((line) => line.includes('unknown key'))
    assert.deepEqual(unknown, [
      'warn ignoring unknown key in config file {"path":"/etc/keelson.yml","key":"snapshot-cuont","nearest":"snapshot-count"}',
      'warn ignoring unknown key in config file {"path":"/etc/keelson.yml","key":"raft-read-timeout"}',
    ])
  }
})

test('a config file may be JSON', () => {
  const config = run(
    ['--config-file', 'f'],
    {},
    { f: '{"name": "a", "max-txn-ops": 7, "auto-tls": null, "cors": ["x"]}' },
  )
  assert.equal(config.name, 'a')
  assert.equal(config.maxTxnOps, 7)
  assert.deepEqual(config.cors, ['x'])
})

const fileRows: { content: string | undefined; want: RegExp }[] = [
  { content: undefined, want: /^1 failed to verify flags: open f: no such file or directory$/ },
  { content: 'a: [', want: /^1 failed to verify flags: cannot read config file f: / },
  { content: '- a', want: /want keys and values/ },
  { content: 'pre-vote: maybe', want: /: invalid value "maybe" for pre-vote in f: parse error$/ },
  { content: 'election-timeout: 10', want: /: --election-timeout\[10ms\] should be at least as 5 times/ },
]
for (const { content, want } of fileRows) {
  test(`config file: ${content}`, () => {
    assert.match(end(['--config-file=f'], {}, content === undefined ? {} : { f: content }), want)
  })
}

// Aliases.
test('aliases of Keelson set the flags of etcd, and advertise', () => {
  const config = run([
    '--client-listen=http://127.0.0.1:1',
    '--peer-listen=http://127.0.0.1:2',
    '--raft-snapshot-every=3',
    '--raft-compact-keep=4',
  ])
  const texts = [config.listenClientUrls, config.advertiseClientUrls, config.listenPeerUrls, config.advertisePeerUrls]
  assert.deepEqual(
    texts.map((urls) => urls[0]?.text),
    ['http://127.0.0.1:1', 'http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:2'],
  )
  assert.deepEqual([config.snapshotCount, config.snapshotCatchupEntries], [3, 4])
  assert.deepEqual(config.initialCluster, [{ name: 'default', peerUrls: ['http://127.0.0.1:2'] }])
})

test('an alias leaves alone what is advertised explicitly, and never advertises a wildcard', () => {
  const own = run(['--client-listen=http://0.0.0.0:1', '--advertise-client-urls=http://a:1'])
  assert.equal(own.advertiseClientUrls[0]?.text, 'http://a:1')
  const guessed = run(['--client-listen=http://[::]:1'])
  assert.equal(guessed.advertiseClientUrls[0]?.text, 'http://localhost:1')
  assert.ok(guessed.lines.some((line) => line.includes('--advertise-client-urls says what others should use')))
})

test('an alias and its flag may not disagree', () => {
  assert.equal(
    end(['--snapshot-count=1', '--raft-snapshot-every=2']),
    '1 failed to verify flags: --snapshot-count=1 and --raft-snapshot-every=2 disagree: give one of them',
  )
  assert.equal(run(['--snapshot-count=2', '--raft-snapshot-every=2']).snapshotCount, 2)
})

test('warnings of deprecated flags are those of etcd', () => {
  const { lines } = run(['--max-snapshots=1', '--v2-deprecation=write-only', '--force'])
  assert.ok(lines.includes('warn --max-snapshots is deprecated in 3.6 and will be decommissioned in 3.8 {}'))
  const v2 =
    '--v2-deprecation is deprecated and scheduled for removal in v3.8. The default value is enforced, ignoring user input'
  assert.ok(lines.includes(`warn ${v2} {}`))
  assert.ok(lines.includes('warn flag is no longer supported - ignoring {"flag-name":"force"}'))
  assert.deepEqual(run(['--name=a', '--data-dir=b']).lines, [])
})
