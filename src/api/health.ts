/**
 * The standard health service (grpc.health.v1): the member as a whole, under the name ''.
 */
import { Code } from '../base/errors.ts'
import { type HealthCheckResponseInit, type HealthService, ServingStatus } from '../generated/grpc/health/v1/health.ts'
import { failure, type Handlers, type ResponseStream } from './service.ts'

/** Whether this member serves; told to whoever asks or watches. */
export class Health {
  readonly #watchers = new Set<ResponseStream<HealthCheckResponseInit>>()
  #serving = true

  readonly handlers: Handlers<typeof HealthService> = {
    check: ({ service }, call) => {
      if (service === '') call.reply({ status: this.#status() })
      else call.fail(failure(Code.NotFound, 'unknown service'))
    },
    list: (_request, call) => {
      call.reply({ statuses: [{ key: '', value: { status: this.#status() } }] })
    },
    watch: ({ service }, stream) => {
      // An unknown service may appear one day, so its watch stays open too.
      stream.write({ status: service === '' ? this.#status() : ServingStatus.SERVICE_UNKNOWN })
      if (service !== '') return
      this.#watchers.add(stream)
      stream.onEnd(() => this.#watchers.delete(stream))
    },
  }

  setServing(serving: boolean): void {
    if (serving === this.#serving) return
    this.#serving = serving
    for (const watcher of this.#watchers) watcher.write({ status: this.#status() })
  }

  #status(): ServingStatus {
    return this.#serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING
  }
}
