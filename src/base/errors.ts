/**
 * The errors a request may end with: one table, read by the server, the client, the CLI and the docs.
 *
 * The texts are etcd's, letter by letter: clients map the text back to a typed error, so it matters more than the code.
 * Rows with a text that begins with `keelson:` are ours, for what etcd does not know.
 */

/** gRPC status codes (https://grpc.io/docs/guides/status-codes). */
export const Code = {
  OK: 0,
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  DeadlineExceeded: 4,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const
export type Code = (typeof Code)[keyof typeof Code]

/** Name of each code, by number, as `grpc_code` labels and logs write it. */
export const codeNames: readonly string[] = Object.keys(Code)

export const errorTable = {
  EmptyKey: { code: Code.InvalidArgument, text: 'etcdserver: key is not provided' },
  KeyNotFound: { code: Code.InvalidArgument, text: 'etcdserver: key not found' },
  ValueProvided: { code: Code.InvalidArgument, text: 'etcdserver: value is provided' },
  LeaseProvided: { code: Code.InvalidArgument, text: 'etcdserver: lease is provided' },
  TooManyOps: { code: Code.InvalidArgument, text: 'etcdserver: too many operations in txn request' },
  DuplicateKey: { code: Code.InvalidArgument, text: 'etcdserver: duplicate key given in txn request' },
  InvalidClientApiVersion: { code: Code.InvalidArgument, text: 'etcdserver: invalid client api version' },
  InvalidSortOption: { code: Code.InvalidArgument, text: 'etcdserver: invalid sort option' },
  Compacted: { code: Code.OutOfRange, text: 'etcdserver: mvcc: required revision has been compacted' },
  FutureRevision: { code: Code.OutOfRange, text: 'etcdserver: mvcc: required revision is a future revision' },
  NoSpace: { code: Code.ResourceExhausted, text: 'etcdserver: mvcc: database space exceeded' },

  LeaseNotFound: { code: Code.NotFound, text: 'etcdserver: requested lease not found' },
  LeaseExist: { code: Code.FailedPrecondition, text: 'etcdserver: lease already exists' },
  LeaseTtlTooLarge: { code: Code.OutOfRange, text: 'etcdserver: too large lease TTL' },

  WatchCanceled: { code: Code.Canceled, text: 'etcdserver: watch canceled' },

  MemberExist: { code: Code.FailedPrecondition, text: 'etcdserver: member ID already exist' },
  PeerUrlExist: { code: Code.FailedPrecondition, text: 'etcdserver: Peer URLs already exists' },
  // etcd returns this row and TooManyRequests through a type that carries no status, so they arrive as Unknown.
  MemberNotEnoughStarted: {
    code: Code.Unknown,
    text: 'etcdserver: re-configuration failed due to not enough started members',
  },
  MemberBadUrls: { code: Code.InvalidArgument, text: 'etcdserver: given member URLs are invalid' },
  MemberNotFound: { code: Code.NotFound, text: 'etcdserver: member not found' },
  MemberNotLearner: { code: Code.FailedPrecondition, text: 'etcdserver: can only promote a learner member' },
  LearnerNotReady: {
    code: Code.FailedPrecondition,
    text: 'etcdserver: can only promote a learner member which is in sync with leader',
  },
  TooManyLearners: { code: Code.FailedPrecondition, text: 'etcdserver: too many learner members in cluster' },
  ClusterIdMismatch: { code: Code.FailedPrecondition, text: 'etcdserver: cluster ID mismatch' },

  RequestTooLarge: { code: Code.InvalidArgument, text: 'etcdserver: request is too large' },
  TooManyRequests: { code: Code.Unknown, text: 'etcdserver: too many requests' },

  RootUserNotExist: { code: Code.FailedPrecondition, text: 'etcdserver: root user does not exist' },
  RootRoleNotExist: { code: Code.FailedPrecondition, text: 'etcdserver: root user does not have root role' },
  UserAlreadyExist: { code: Code.FailedPrecondition, text: 'etcdserver: user name already exists' },
  UserEmpty: { code: Code.InvalidArgument, text: 'etcdserver: user name is empty' },
  UserNotFound: { code: Code.FailedPrecondition, text: 'etcdserver: user name not found' },
  RoleAlreadyExist: { code: Code.FailedPrecondition, text: 'etcdserver: role name already exists' },
  RoleNotFound: { code: Code.FailedPrecondition, text: 'etcdserver: role name not found' },
  RoleEmpty: { code: Code.InvalidArgument, text: 'etcdserver: role name is empty' },
  AuthFailed: {
    code: Code.InvalidArgument,
    text: 'etcdserver: authentication failed, invalid user ID or password',
  },
  PermissionNotGiven: { code: Code.InvalidArgument, text: 'etcdserver: permission not given' },
  PermissionDenied: { code: Code.PermissionDenied, text: 'etcdserver: permission denied' },
  RoleNotGranted: { code: Code.FailedPrecondition, text: 'etcdserver: role is not granted to the user' },
  PermissionNotGranted: { code: Code.FailedPrecondition, text: 'etcdserver: permission is not granted to the role' },
  AuthNotEnabled: { code: Code.FailedPrecondition, text: 'etcdserver: authentication is not enabled' },
  InvalidAuthToken: { code: Code.Unauthenticated, text: 'etcdserver: invalid auth token' },
  InvalidAuthManagement: { code: Code.InvalidArgument, text: 'etcdserver: invalid auth management' },
  AuthOldRevision: { code: Code.InvalidArgument, text: 'etcdserver: revision of auth store is old' },

  NoLeader: { code: Code.Unavailable, text: 'etcdserver: no leader' },
  NotLeader: { code: Code.FailedPrecondition, text: 'etcdserver: not leader' },
  LeaderChanged: { code: Code.Unavailable, text: 'etcdserver: leader changed' },
  NotCapable: { code: Code.FailedPrecondition, text: 'etcdserver: not capable' },
  Stopped: { code: Code.Unavailable, text: 'etcdserver: server stopped' },
  Timeout: { code: Code.Unavailable, text: 'etcdserver: request timed out' },
  TimeoutDueToLeaderFail: {
    code: Code.Unavailable,
    text: 'etcdserver: request timed out, possibly due to previous leader failure',
  },
  TimeoutDueToConnectionLost: {
    code: Code.Unavailable,
    text: 'etcdserver: request timed out, possibly due to connection lost',
  },
  TimeoutWaitAppliedIndex: {
    code: Code.Unavailable,
    text: 'etcdserver: request timed out, waiting for the applied index took too long',
  },
  LeaderTransferTimeout: {
    code: Code.Unknown,
    text: 'etcdserver: request timed out, leader transfer took too long',
  },
  Unhealthy: { code: Code.Unavailable, text: 'etcdserver: unhealthy cluster' },
  Corrupt: { code: Code.DataLoss, text: 'etcdserver: corrupt cluster' },
  NotSupportedForLearner: { code: Code.FailedPrecondition, text: 'etcdserver: rpc not supported for learner' },
  BadLeaderTransferee: { code: Code.FailedPrecondition, text: 'etcdserver: bad leader transferee' },

  WrongDowngradeVersionFormat: {
    code: Code.InvalidArgument,
    text: 'etcdserver: wrong downgrade target version format',
  },
  InvalidDowngradeTargetVersion: {
    code: Code.InvalidArgument,
    text: 'etcdserver: invalid downgrade target version',
  },
  ClusterVersionUnavailable: {
    code: Code.FailedPrecondition,
    text: 'etcdserver: cluster version not found during downgrade',
  },
  DowngradeInProcess: { code: Code.FailedPrecondition, text: 'etcdserver: cluster has a downgrade job in progress' },
  UnknownMethod: { code: Code.Unknown, text: 'etcdserver: unknown method' },

  Canceled: { code: Code.Canceled, text: 'context canceled' },
  /** etcd's own limit of a write without a leader shows this raw text, without its prefix. */
  DeadlineExceeded: { code: Code.DeadlineExceeded, text: 'context deadline exceeded' },
  ProposalDropped: { code: Code.Unknown, text: 'raft proposal dropped' },
  RangeStreamSort: { code: Code.Unimplemented, text: 'RangeStream does not support custom sort orders' },
  RangeStreamFilter: { code: Code.Unimplemented, text: 'RangeStream does not support revision filters' },

  /** A write to this member's disk failed; reads go on, writes do not, until somebody repairs the disk. */
  DiskFailed: { code: Code.Unavailable, text: 'keelson: this member cannot write to its disk' },
  AuthUnsupported: { code: Code.Unimplemented, text: 'keelson: authentication is not built in yet' },
  /** One state is being received already; the sender tries again later. */
  SnapshotBusy: { code: Code.Unavailable, text: 'keelson: a snapshot is already being received by this member' },
  SnapshotStale: { code: Code.FailedPrecondition, text: 'keelson: this member does not need that snapshot' },
} as const satisfies Record<string, { code: Code; text: string }>

/** The name of a row of the table. */
export type Reason = keyof typeof errorTable

/** An expected failure of one request; `reason` names its row, `message` is the row's text. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly reason: Reason
  readonly code: Code

  constructor(reason: Reason, options?: ErrorOptions) {
    super(errorTable[reason].text, options)
    this.reason = reason
    this.code = errorTable[reason].code
  }
}
