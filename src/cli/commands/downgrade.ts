/**
 * `downgrade …`: lets members of the release before join.
 */
import { DowngradeAction, MaintenanceService } from '../../generated/etcdserverpb/maintenance.ts'
import { command, type Group } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { sentenceReport } from './shared/sentence.ts'
import type { Session } from './shared/session.ts'

const validate = command({
  name: 'validate',
  usage: 'downgrade validate <TARGET_VERSION>',
  summary: 'Validate downgrade capability before starting downgrade',
  flags: {},
  run: ({ session, args }) => ask(session, 'validate', DowngradeAction.VALIDATE, readVersion(args)),
})

const enable = command({
  name: 'enable',
  usage: 'downgrade enable <TARGET_VERSION>',
  summary: 'Start a downgrade action to cluster',
  flags: {},
  run: ({ session, args }) => ask(session, 'enable', DowngradeAction.ENABLE, readVersion(args)),
})

const cancel = command({
  name: 'cancel',
  usage: 'downgrade cancel',
  summary: 'Cancel the ongoing downgrade action to cluster',
  flags: {},
  run: ({ session }) => ask(session, 'cancel', DowngradeAction.CANCEL, ''),
})

export const downgrade: Group = {
  name: 'downgrade',
  summary: 'Downgrade related commands',
  commands: [cancel, enable, validate],
}

function readVersion([version, ...more]: readonly string[]): string {
  if (version === undefined) throw badArguments('TARGET_VERSION not provided')
  if (more.length > 0) throw badArguments('too many arguments')
  return version
}

async function ask(session: Session, name: string, action: DowngradeAction, target: string): Promise<void> {
  session.refuseFormats('fields', 'table')
  const method = MaintenanceService.methods.downgrade
  const response = await (await session.client()).call(method, { action, version: target })
  const { version } = response
  const sentence = [`Downgrade ${name} success, cluster version ${version}\n`]
  await session.print(sentenceReport(method, response, sentence, { version }))
}
