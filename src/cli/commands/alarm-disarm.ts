/** `alarm disarm` */
import { alarmReport } from './shared/alarm-report.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'

export const alarmDisarm = command({
  name: 'disarm',
  usage: 'alarm disarm',
  summary: 'Disarms all alarms',
  description: 'Disarms all alarms, and shows them. One whose cause lasts comes back.',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('table')
    if (args.length > 0) throw badArguments('alarm disarm command accepts no arguments')
    await session.print(alarmReport(await (await session.client()).maintenance.disarm()))
  },
})
