/**
 * One member and everything around it, wired together: the only place that knows all rooms.
 */
import type { RequestListener } from 'node:http'
import { createProbe } from '../api/probe.ts'
import type { Timers } from '../api/service.ts'
import { createServices, type Services } from '../api/services.ts'
import { defined } from '../base/assert.ts'
import { hexId } from '../base/bytes.ts'
import type { Config } from '../config/config.ts'
import { initialClusterProblem } from '../config/initial-cluster.ts'
import type { Url } from '../config/urls.ts'
import { clusterVersion, keelsonVersion, serverVersion } from '../config/version.ts'
import { createGateway } from '../http/gateway.ts'
import { createHttpHandler } from '../http/handler.ts'
import { realClock } from '../io/clock.ts'
import { realEntropy } from '../io/entropy.ts'
import { realFiles } from '../io/real-files.ts'
import { ClientPort } from '../rpc/client-port.ts'
import { GrpcHost } from '../rpc/grpc-host.ts'
import { receiveOverheadBytes } from '../rpc/host-options.ts'
import { NativeHost } from '../rpc/native-host.ts'
import { Host } from '../server/host.ts'
import { exitCodeOf, startRefusals } from '../server/start-refused.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { startTracing } from '../telemetry/tracing.ts'
import { connectMetrics, grpcObserver, refreshLabels } from './connect-metrics.ts'
import { debugVars } from './debug-vars.ts'
import type { ClientTls } from './tls/client-tls.ts'
import { openTls } from './tls/open-tls.ts'

/** How long a stop waits for requests in flight; the whole stop is to take less than five seconds. */
const drainMs = 3_000
/** How long a member that was removed goes on. */
const removedLingerMs = 1_000

/** Why the process ends. */
type End =
  | { readonly kind: 'signal'; readonly signal: 'terminated' | 'interrupt' }
  | { readonly kind: 'fatal'; readonly error: unknown }
  | { readonly kind: 'removed' }

const timers: Timers = {
  nowMs: () => realClock.monotonicMs(),
  after: (delayMs, callback) => realClock.setTimer(delayMs, callback),
  random: () => realEntropy.below(2 ** 32) / 2 ** 32,
}

/** Runs until something ends it; returns the exit code. Every error has been logged. */
export async function runServer(config: Config, logger: Logger): Promise<number> {
  logger.info('starting an etcd server', { 'keelson-version': keelsonVersion, ...config.effective })
  let onEnd: (end: End) => void = () => undefined
  const ended = new Promise<End>((resolve) => {
    onEnd = resolve
  })
  const onFatal = (error: unknown): void => onEnd({ kind: 'fatal', error })
  // A moment for the last answers and the last messages to the others.
  const onRemoved = (): void => void realClock.setTimer(removedLingerMs, () => onEnd({ kind: 'removed' }))
  process.on('uncaughtException', onFatal)
  process.on('unhandledRejection', onFatal)
  process.on('SIGTERM', () => onEnd({ kind: 'signal', signal: 'terminated' }))
  process.on('SIGINT', () => onEnd({ kind: 'signal', signal: 'interrupt' }))

  let served = false
  const started: { readonly name: string; readonly stop: () => Promise<void> }[] = []
  try {
    const serving = start(config, logger, started, { onFatal, onRemoved }).then(() => {
      served = true
    })
    await Promise.race([serving, ended])
  } catch (error) {
    logger.error('bootstrap failed', { error })
    logger.fatal('discovery failed', { error })
    await stopAll(started, logger)
    return exitCodeOf(error)
  }
  const end = await ended
  if (end.kind === 'signal') {
    logger.info('received signal; shutting down', { signal: end.signal })
  } else if (end.kind === 'removed') {
    logger.warn('server error', { error: 'the member has been permanently removed from the cluster' })
    logger.warn('data-dir used by this member must be removed', { 'data-dir': config.dataDir })
  } else {
    logger.fatal('this member must not go on', {
      error: end.error,
      stack: end.error instanceof Error ? end.error.stack : undefined,
    })
    // State in memory is not to be trusted now: nothing of it is written, the log repairs the rest at the next start.
    return exitCodeOf(end.error)
  }
  logger.info('closing etcd server', { name: config.name, 'data-dir': config.dataDir })
  const clean = await stopAll(started, logger)
  logger.info('closed etcd server', { name: config.name, 'data-dir': config.dataDir })
  if (!clean) return 1
  return end.kind === 'removed' && !served ? startRefusals.removed : 0
}

async function stopAll(
  started: readonly { readonly name: string; readonly stop: () => Promise<void> }[],
  logger: Logger,
): Promise<boolean> {
  let clean = true
  for (const { name, stop } of started.toReversed()) {
    try {
      await stop()
    } catch (error) {
      clean = false
      logger.error(`failed to stop ${name}`, { error })
    }
  }
  return clean
}

async function start(
  config: Config,
  logger: Logger,
  started: { name: string; stop: () => Promise<void> }[],
  ends: { readonly onFatal: (error: unknown) => void; readonly onRemoved: () => void },
): Promise<void> {
  if (config.tracing !== undefined) {
    const { close } = await startTracing(config.tracing)
    started.push({ name: 'tracing', stop: close })
  }
  const metrics = createMetrics({ extensive: config.metrics === 'extensive' })
  const tls = await openTls(config, realClock, logger)
  let services: Services | undefined
  const host = await Host.open({
    config: {
      ...config,
      advertiseClientUrls: texts(config.advertiseClientUrls),
      advertisePeerUrls: texts(config.advertisePeerUrls),
      listenPeerUrls: texts(config.listenPeerUrls),
      join: texts(config.join),
      leaseCheckpoints: config.featureGates.LeaseCheckpoint,
      serverVersion,
      clusterVersion,
    },
    clock: realClock,
    entropy: realEntropy,
    files: realFiles,
    logger: logger.child('server/member.ts'),
    tls: tls.peer,
    onFsync: (seconds) => metrics.walFsync.observe(seconds),
    onWalWrite: (bytes) => {
      metrics.walWriteBytes.value += bytes
    },
    onBackendCommit: (seconds) => metrics.backendCommit.observe(seconds),
    observePeers: {
      onRoundTrip: (id, seconds) => metrics.peerRoundTrip.with(hexId(id)).observe(seconds),
      onSnapshotSent: (to, seconds) => metrics.snapshotSendDuration.with(hexId(to)).observe(seconds),
      onSnapshotReceived: (from, seconds) => metrics.snapshotReceiveDuration.with(hexId(from)).observe(seconds),
    },
    onRemoved: ends.onRemoved,
    onReplaced: () => {
      services?.interrupt()
    },
    onFatal: ends.onFatal,
    bootstrapProblem: () => initialClusterProblem(config),
  })
  started.push({ name: 'the member', stop: () => host.stop() })
  logger.info('starting etcd server', {
    'local-member-id': hexId(host.memberId),
    'local-server-version': serverVersion,
    'cluster-version': host.clusterVersion() ?? 'to_be_decided',
  })
  connectMetrics(metrics, host, config)

  const observer = grpcObserver(metrics)
  const rpcLog = logger.child('rpc/grpc-host.ts')
  services = createServices(host, { timers, observer })
  const serving = services
  const GrpcTransport = config.grpcHost === 'native' ? NativeHost : GrpcHost
  const grpc = new GrpcTransport({
    services: services.hosted,
    timers,
    observer,
    log: rpcLog,
    maxRequestBytes: config.maxRequestBytes,
    maxConcurrentStreams: config.maxConcurrentStreams,
    keepaliveTimeMs: config.grpcKeepalive.intervalMs,
    keepaliveTimeoutMs: config.grpcKeepalive.timeoutMs,
    keepaliveMinTimeMs: config.grpcKeepalive.minTimeMs,
    warnUnaryMs: config.warningUnaryRequestMs,
  })
  const http = {
    health: createProbe(host, timers),
    metricsText: () => {
      refreshLabels(metrics, host)
      return metrics.render()
    },
    versions: () => ({
      etcdserver: serverVersion,
      etcdcluster: host.clusterVersion() ?? 'not_decided',
      storage: host.clusterVersion() ?? 'unknown',
    }),
    debugVars: () => debugVars(host),
    log: logger.child('http/handler.ts'),
  }
  const metricsPort = new ClientPort({
    grpc: undefined,
    http: createHttpHandler({ ...http, mount: 'metrics' }),
    log: rpcLog,
  })
  const gateway = createGateway({
    services: services.hosted,
    timers,
    observer,
    log: logger.child('http/gateway.ts'),
    maxMessageBytes: config.maxRequestBytes + receiveOverheadBytes,
  })
  const clientHttp = createHttpHandler({
    ...http,
    mount: 'client',
    cors: config.cors,
    hostWhitelist: config.hostWhitelist,
    ...(config.enableGrpcGateway ? { gateway } : {}),
  })
  // With HTTP on URLs of its own (`--listen-client-http-urls`), the client URLs serve gRPC alone.
  const split = config.listenClientHttpUrls.length > 0
  const clientPort = new ClientPort({ grpc, http: split ? nothingHere : clientHttp, log: rpcLog })
  const httpPort = new ClientPort({ grpc: undefined, http: clientHttp, log: rpcLog })
  started.push({ name: 'the metrics listeners', stop: () => metricsPort.drain(drainMs) })
  started.push({
    name: 'the client listeners',
    stop: async () => {
      // Connections are told first, and what still arrives on them is served like any other call: a refused write is one
      // that its client would not dare to repeat.
      const drained = Promise.all([clientPort.drain(drainMs), httpPort.drain(drainMs)])
      serving.setServing(false)
      serving.interrupt()
      await drained
      serving.stop()
    },
  })
  const about = { 'local-member-id': hexId(host.memberId) }
  for (const url of config.listenMetricsUrls) await listen(metricsPort, url, tls.client, 'metrics', logger, about)
  await host.start()
  await host.published
  if (config.featureGates.InitialCorruptCheck) await checkInitially(host, logger)
  serving.setServing(true)
  const ports = [
    { port: clientPort, urls: config.listenClientUrls, traffic: split ? 'grpc' : 'grpc+http' },
    { port: httpPort, urls: config.listenClientHttpUrls, traffic: 'http' },
  ]
  for (const { port, urls, traffic } of ports) {
    for (const url of urls) {
      await listen(port, url, tls.client, 'client', logger, about)
      logger.info('ready to serve client requests')
      const what = { traffic, address: addressOf(url) }
      if (url.scheme === 'https' || url.scheme === 'unixs') logger.info('serving client traffic securely', what)
      else logger.info('serving client traffic insecurely; this is strongly discouraged!', what)
    }
  }
}

const nothingHere: RequestListener = (_request, response) => {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n')
}

/** Gate `InitialCorruptCheck`: a member that differs from its peers does not begin to serve. */
async function checkInitially(host: Host, logger: Logger): Promise<void> {
  const about = { 'local-member-id': hexId(host.memberId) }
  logger.info('starting initial corruption check', about)
  const differing = await host.member.corruption.differing()
  if (differing.length > 0) {
    throw new Error(`${hexId(host.memberId)} found data inconsistency with peers ${differing.map(hexId).join(', ')}`)
  }
  logger.info('initial corruption checking passed; no corruption', about)
}

async function listen(
  port: ClientPort,
  url: Url,
  tls: ClientTls | undefined,
  what: 'client' | 'metrics',
  logger: Logger,
  about: { readonly [key: string]: unknown },
): Promise<void> {
  const secure = url.scheme === 'https' || url.scheme === 'unixs'
  const bound = await port.listen(
    url.path === '' ? { host: url.host, port: url.port } : { path: url.path },
    secure ? defined(tls, 'a secure URL has TLS') : undefined,
  )
  const address = 'path' in bound ? bound.path : `${bound.host}:${bound.port}`
  logger.info(`now serving ${what}`, { ...about, address: url.text, bound: address })
}

function addressOf(url: Url): string {
  return url.path === '' ? `${url.host}:${url.port}` : url.path
}

function texts(urls: readonly Url[]): string[] {
  return urls.map(({ text }) => text)
}
