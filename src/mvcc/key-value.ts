/**
 * What the store holds and what it tells: a key's state at one revision, and a change of it.
 */

/** One revision of a key (proto: `mvccpb.KeyValue`). */
export interface KeyValue {
  /** Latin-1: one character a byte. */
  readonly key: string
  readonly createRevision: number
  readonly modRevision: number
  /** Writes of this key since it was created; 0 in a DELETE event. */
  readonly version: number
  /** May be a view of a longer buffer; nobody writes to it. */
  readonly value: Buffer
  /** 0n: none. */
  readonly lease: bigint
}

/**
 * A change of one key (proto: `mvccpb.Event`). Of a delete, `kv` has only `key` and `modRevision`.
 * `prevKv`: the state before, for watchers that asked; undefined for a created key and for a state that is compacted.
 */
export interface Event {
  readonly type: 'put' | 'delete'
  readonly kv: KeyValue
  readonly prevKv: KeyValue | undefined
}

export const emptyValue: Buffer = Buffer.alloc(0)
