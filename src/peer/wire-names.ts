/** Paths and headers of the peer port. */
export const streamPath = '/keelson/stream'
export const snapshotPath = '/keelson/snapshot'
export const callPath = '/keelson/rpc/'

/** In every answer, as etcd's: the cluster that the answering member belongs to, in hex. */
export const clusterHeader = 'x-etcd-cluster-id'

/** Carries the name of a `RequestError` from the member that threw it to the caller. */
export const reasonHeader = 'keelson-reason'

/** What is in the `Upgrade` header; a change of the frames that old members cannot read changes the number. */
export const streamProtocol = 'keelson-peer/1'
