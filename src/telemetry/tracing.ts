/**
 * Spans, off unless asked for. The OpenTelemetry SDK takes half a second and 60 MB to load, and a span it then throws
 * away still costs 1.2 us; so it is loaded only by `startTracing`, code holds a `Tracer | null`, and what is not sampled
 * never reaches the SDK:
 *
 *   const span = tracer === null ? null : tracer.start('etcdserverpb.KV/Range', { traceparent })
 *   span?.end()
 */
import type { Span as SdkSpan } from '@opentelemetry/api'

export interface Span {
  set(key: string, value: string | number | boolean): void
  /** With an error the span is marked as failed. */
  end(error?: Error): void
}

export interface Tracer {
  /**
   * Begins a span, or gives null for one that is not sampled.
   * @param options.traceparent of the caller (W3C Trace Context): its decision to sample is followed
   */
  start(name: string, options?: SpanOptions): Span | null
}

export interface SpanOptions {
  readonly traceparent?: string | undefined
  readonly attributes?: { readonly [key: string]: string | number | boolean }
}

export interface TracingOptions {
  /** `host:port` of an OTLP collector that speaks gRPC, without TLS, as etcd's --distributed-tracing-address. */
  readonly endpoint: string
  readonly serviceName: string
  /** Tells members apart; '' for none. */
  readonly instanceId: string
  /** Of a million requests that come without a sampled parent, how many are traced. */
  readonly samplesPerMillion: number
}

/** Loads the SDK and starts exporting. `close` sends what is left. OTEL_* variables that are set win over `options`. */
export async function startTracing(options: TracingOptions): Promise<{ tracer: Tracer; close: () => Promise<void> }> {
  configureSdk(options)
  const { NodeSDK, api } = await import('@opentelemetry/sdk-node')
  const sdk = new NodeSDK()
  sdk.start()
  const tracer = api.trace.getTracer('keelson')
  const start = (name: string, { traceparent, attributes = {} }: SpanOptions = {}): Span | null => {
    const parentSampled = traceparent !== undefined && isSampled(traceparent)
    if (!parentSampled && Math.random() * 1_000_000 >= options.samplesPerMillion) return null
    const context = parentSampled ? api.propagation.extract(api.ROOT_CONTEXT, { traceparent }) : api.ROOT_CONTEXT
    const span = tracer.startSpan(name, { kind: api.SpanKind.SERVER, attributes }, context)
    return wrap(span, api.SpanStatusCode.ERROR)
  }
  return { tracer: { start }, close: () => sdk.shutdown() }
}

function wrap(span: SdkSpan, failed: number): Span {
  return {
    set: (key, value) => {
      span.setAttribute(key, value)
    },
    end: (error) => {
      if (error !== undefined) span.setStatus({ code: failed, message: error.message })
      span.end()
    },
  }
}

/** The flags of `version-traceid-parentid-flags`; its lowest bit says sampled. */
function isSampled(traceparent: string): boolean {
  const flags = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-([0-9a-f]{2})/.exec(traceparent)?.[1]
  return flags !== undefined && (Number.parseInt(flags, 16) & 1) === 1
}

/** The SDK takes its set-up from OTEL_* variables; etcd's flags fill in those that the operator left open. */
function configureSdk({ endpoint, serviceName, instanceId }: TracingOptions): void {
  const defaults: { readonly [name: string]: string } = {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://${endpoint}`,
    OTEL_SERVICE_NAME: serviceName,
    // Whether a span is made was decided before the SDK sees it.
    OTEL_TRACES_SAMPLER: 'always_on',
    ...(instanceId === '' ? {} : { OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${encodeURIComponent(instanceId)}` }),
  }
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value
}
