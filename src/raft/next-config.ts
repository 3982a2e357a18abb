/**
 * What a change makes of a configuration: the plan, computed once to see whether a proposal can be carried out, and once
 * more when it is.
 */
import { type Changed, Changer } from './conf-change.ts'
import { type ConfChange, isJointExit, jointEntry, toConfChangeV2 } from './conf-state.ts'
import type { Index } from './entry.ts'
import type { Tracked } from './tracker.ts'

/** @param lastIndex of the log; see `Changer` */
export function nextConfig(from: Tracked, lastIndex: Index, change: ConfChange): Changed {
  const v2 = toConfChangeV2(change)
  const changer = new Changer(from, lastIndex)
  if (isJointExit(v2)) return changer.leaveJoint()
  const joint = jointEntry(v2)
  return joint === undefined ? changer.simple(v2.changes) : changer.enterJoint(joint.autoLeave, v2.changes)
}
