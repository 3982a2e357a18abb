/** `alarm list` */
import { alarmReport } from './shared/alarm-report.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'

export const alarmList = command({
  name: 'list',
  usage: 'alarm list',
  summary: 'Lists all alarms',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('table')
    if (args.length > 0) throw badArguments('alarm list command accepts no arguments')
    await session.print(alarmReport(await (await session.client()).maintenance.alarms()))
  },
})
