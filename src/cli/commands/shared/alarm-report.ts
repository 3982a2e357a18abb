/**
 * How alarms are shown.
 */
import type { AlarmMember, Alarms } from '../../../client/index.ts'
import { AlarmResponse, AlarmTypeName } from '../../../generated/etcdserverpb/maintenance.ts'
import { field, headerFields } from './fields.ts'
import { filled } from './json.ts'
import { headerJson } from './messages.ts'
import type { Report } from './session.ts'

export function alarmReport({ header, alarms }: Alarms): Report {
  return {
    simple: () => alarms.map((each) => `memberID:${each.memberId} alarm:${nameOf(each)}\n`),
    json: () =>
      filled({
        header: headerJson(header),
        alarms: alarms.map(({ memberId, alarm }) => filled({ memberID: memberId, alarm })),
      }),
    fields: () =>
      headerFields(header) +
      alarms
        .map((each) => `${field('MemberID', each.memberId)}${field('AlarmType', { bare: nameOf(each) })}\n`)
        .join(''),
    protobuf: () => AlarmResponse.encode({ header, alarms }),
  }
}

function nameOf({ alarm }: AlarmMember): string {
  return AlarmTypeName[alarm] ?? String(alarm)
}
