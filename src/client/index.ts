/** The client's public face. */
export { type Reason, RequestError } from '../base/errors.ts'
export { type Access, Auth, type Permission } from './auth.ts'
export { Client } from './client.ts'
export { Cluster, type Member, type Members } from './cluster.ts'
export { readTlsFiles, type TlsOptions } from './endpoint.ts'
export { RpcError, SnapshotDamaged, WatchCanceled } from './errors.ts'
export type { Header } from './header.ts'
export { KeepAlive, type KeepAliveOptions, type Renewal } from './keep-alive.ts'
export type { Bytes, KeyValue, RangeOptions } from './keys.ts'
export { Kv } from './kv.ts'
export type { DeleteOptions, DeleteResult, GetOptions, GetResult, PutOptions, PutResult } from './kv-messages.ts'
export { type Lease, Leases, type LeaseTimes } from './leases.ts'
export {
  type AlarmMember,
  type Alarms,
  AlarmType,
  type HashKVResponse,
  Maintenance,
  type StatusResponse,
} from './maintenance.ts'
export { Snapshot } from './snapshot.ts'
export type { CallOptions, ClientOptions } from './transport.ts'
export { type Comparison, compare, type OpResult, op, type Txn, type TxnResult } from './txn.ts'
export { Watch, type WatchBatch, type WatchEvent, type WatchOptions } from './watch.ts'
