/**
 * What an operator types into `etcdctl`, in one sitting, and what must come back. Ids, times and sizes that differ from
 * one server to the next are written as `<...>` by `normalise`.
 *
 * The same steps run against a real etcd when one is at hand, which keeps the expectations honest.
 */
export interface Step {
  readonly args: readonly string[]
  readonly stdin?: string
  readonly status?: number
  readonly stdout?: string
  readonly stderr?: RegExp
}

/** Replaces what differs between runs: ids, addresses, durations, sizes, hashes. */
export function normalise(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, '<endpoint>')
    .replaceAll(
      /"(cluster_id|member_id|raft_term|leader|raftIndex|raftAppliedIndex|dbSize|dbSizeInUse)":\d+/g,
      '"$1":0',
    )
    .replaceAll(/took = \S+/g, 'took = <time>')
    .replaceAll(/\d+(\.\d+)? (kB|MB|GB|B)\b/g, '<size>')
    .replaceAll(/\b[0-9a-f]{15,16}\b/g, '<id>')
    .replaceAll(/(<endpoint>, )\d{5,}/g, '$1<hash>')
    .replaceAll(/true, false, \d+, \d+, \d+,/g, 'true, false, <term>, <index>, <applied>,')
}

const header = (revision: number) => `"header":{"cluster_id":0,"member_id":0,"revision":${revision},"raft_term":0}`

export const steps: readonly Step[] = [
  // put and get, with every flag
  { args: ['put', 'fruit/apple', 'red'], stdout: 'OK\n' },
  { args: ['put', 'fruit/banana', 'yellow'], stdout: 'OK\n' },
  { args: ['put', 'fruit/cherry'], stdin: 'dark red', stdout: 'OK\n' },
  { args: ['put', 'fruit/apple', 'green', '--prev-kv'], stdout: 'OK\nfruit/apple\nred\n' },
  { args: ['put', 'fruit/apple', '--ignore-lease', 'pale'], stdout: 'OK\n' },
  { args: ['put', 'fruit/apple', '--ignore-value'], stdout: 'OK\n' },
  { args: ['put', 'no/such', '--ignore-value'], status: 1, stderr: /^Error: etcdserver: key not found$/m },
  { args: ['put', '', 'x'], status: 1, stderr: /^Error: etcdserver: key is not provided$/m },
  { args: ['get', 'fruit/apple'], stdout: 'fruit/apple\npale\n' },
  { args: ['get', 'fruit/apple', '--rev=2'], stdout: 'fruit/apple\nred\n' },
  { args: ['get', 'fruit/apple', '--print-value-only'], stdout: 'pale\n' },
  { args: ['get', 'absent'], stdout: '' },
  { args: ['get', '--prefix', 'fruit/', '--keys-only'], stdout: 'fruit/apple\n\nfruit/banana\n\nfruit/cherry\n\n' },
  {
    args: ['get', '--prefix', 'fruit/', '--order=DESCEND', '--limit=2', '--keys-only'],
    stdout: 'fruit/cherry\n\nfruit/banana\n\n',
  },
  {
    args: ['get', '--prefix', 'fruit/', '--sort-by=MODIFY', '--order=ASCEND', '--keys-only'],
    stdout: 'fruit/banana\n\nfruit/cherry\n\nfruit/apple\n\n',
  },
  {
    args: ['get', '--prefix', 'fruit/', '--sort-by=VALUE', '--order=ASCEND', '--print-value-only'],
    stdout: 'dark red\npale\nyellow\n',
  },
  { args: ['get', 'fruit/a', 'fruit/c', '--keys-only'], stdout: 'fruit/apple\n\nfruit/banana\n\n' },
  { args: ['get', '--from-key', 'fruit/b', '--keys-only'], stdout: 'fruit/banana\n\nfruit/cherry\n\n' },
  { args: ['get', 'fruit/apple', '--consistency=s'], stdout: 'fruit/apple\npale\n' },
  {
    args: ['get', 'fruit/apple', '-w', 'json'],
    stdout: `{${header(7)},"kvs":[{"key":"ZnJ1aXQvYXBwbGU=","create_revision":2,"mod_revision":7,"version":4,"value":"cGFsZQ=="}],"count":1}\n`,
  },
  {
    args: ['get', '--prefix', 'fruit/', '--limit=1', '-w', 'json'],
    stdout: `{${header(7)},"kvs":[{"key":"ZnJ1aXQvYXBwbGU=","create_revision":2,"mod_revision":7,"version":4,"value":"cGFsZQ=="}],"more":true,"count":3}\n`,
  },
  {
    args: ['get', 'fruit/apple', '--rev=1000'],
    status: 1,
    stderr: /^Error: etcdserver: mvcc: required revision is a future revision$/m,
  },
  // transactions
  {
    args: ['txn'],
    stdin:
      'value("fruit/apple") = "pale"\nmod("fruit/banana") > "1"\n\nput won yes\nget fruit/banana\ndel fruit/cherry\n\nput won no\n\n',
    stdout: 'SUCCESS\n\nOK\n\nfruit/banana\nyellow\n\n1\n',
  },
  {
    args: ['txn'],
    stdin: 'create("won") = "0"\n\nput won again\n\nget won\n\n',
    stdout: 'FAILURE\n\nwon\nyes\n',
  },
  {
    args: ['txn'],
    stdin: 'version("nothing") = "0"\n\nput a 1\nput a 2\n\n\n',
    status: 1,
    stderr: /^Error: etcdserver: duplicate key given in txn request$/m,
  },
  // deletes
  { args: ['del', 'won', '--prev-kv'], stdout: '1\nwon\nyes\n' },
  { args: ['del', 'won'], stdout: '0\n' },
  { args: ['put', 'gone/1', 'x'], stdout: 'OK\n' },
  { args: ['put', 'gone/2', 'y'], stdout: 'OK\n' },
  { args: ['del', '--prefix', 'gone/'], stdout: '2\n' },
  { args: ['del', '--from-key', 'zzz'], stdout: '0\n' },
  // leases
  { args: ['lease', 'grant', '100', '-w', 'simple'], stdout: 'lease <id> granted with TTL(100s)\n' },
  { args: ['lease', 'revoke', '7fffffffffffffff'], status: 1, stderr: /etcdserver: requested lease not found/ },
  { args: ['lease', 'timetolive', '7ffffffffffffff0'], stdout: 'lease <id> already expired\n' },
  {
    args: ['put', 'leased', 'x', '--lease=7ffffffffffffff0'],
    status: 1,
    stderr: /^Error: etcdserver: requested lease not found$/m,
  },
  // the cluster and its members
  { args: ['member', 'list'], stdout: '<id>, started, default, http://localhost:2380, http://<endpoint>, false\n' },
  { args: ['endpoint', 'health'] },
  {
    args: ['endpoint', 'status'],
    stdout: '<endpoint>, <id>, 3.7.1, <size>, true, false, <term>, <index>, <applied>, \n',
  },
  { args: ['endpoint', 'hashkv'], stdout: '<endpoint>, <hash>\n' },
  { args: ['alarm', 'list'], stdout: '' },
  { args: ['alarm', 'disarm'], stdout: '' },
  // compaction
  { args: ['compaction', '5'], stdout: 'compacted revision 5\n' },
  {
    args: ['compaction', '5'],
    status: 1,
    stderr: /^Error: etcdserver: mvcc: required revision has been compacted$/m,
  },
  {
    args: ['compaction', '5000'],
    status: 1,
    stderr: /^Error: etcdserver: mvcc: required revision is a future revision$/m,
  },
  { args: ['compaction', '7', '--physical'], stdout: 'compacted revision 7\n' },
  {
    args: ['get', 'fruit/apple', '--rev=3'],
    status: 1,
    stderr: /^Error: etcdserver: mvcc: required revision has been compacted$/m,
  },
  { args: ['get', 'fruit/apple', '--rev=7'], stdout: 'fruit/apple\npale\n' },
  { args: ['defrag'], stdout: 'Finished defragmenting etcd member[<endpoint>]\n' },
]
