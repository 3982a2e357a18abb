/** The counters of the transport between members, shown under etcd's names; read when somebody scrapes. */
import { hexId } from '../base/bytes.ts'
import type { PeerStats } from '../peer/peer-stats.ts'
import type { Host } from '../server/host.ts'
import type { Metrics } from '../telemetry/metrics.ts'

export function refreshPeerMetrics(metrics: Metrics, host: Host): void {
  const { peers } = host
  if (peers === undefined) return
  const own = hexId(host.memberId)
  for (const stats of peers.transport.peers()) {
    const id = hexId(stats.id)
    metrics.activePeers.with(own, id).value = Number(stats.active)
    metrics.disconnectedPeers.with(own, id).value = stats.disconnects
    metrics.peerSentBytes.with(id).value = stats.sentBytes
    metrics.peerSentFailures.with(id).value = stats.sendFailures
    metrics.peerDroppedMessages.with(id).value = stats.droppedMessages
    metrics.snapshotSendSuccess.with(id).value = stats.snapshotSendSuccesses
    metrics.snapshotSendFailures.with(id).value = stats.snapshotSendFailures
    metrics.snapshotSendInflights.with(id).value = stats.snapshotSendsInFlight
    showReceived(metrics, id, stats)
  }
  showReceived(metrics, '0', peers.transport.unidentified)
}

function showReceived(metrics: Metrics, from: string, stats: PeerStats): void {
  metrics.peerReceivedBytes.with(from).value = stats.receivedBytes
  metrics.peerReceivedFailures.with(from).value = stats.receiveFailures
  metrics.snapshotReceiveSuccess.with(from).value = stats.snapshotReceiveSuccesses
  metrics.snapshotReceiveFailures.with(from).value = stats.snapshotReceiveFailures
  metrics.snapshotReceiveInflights.with(from).value = stats.snapshotReceivesInFlight
}
