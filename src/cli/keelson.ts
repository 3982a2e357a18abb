#!/usr/bin/env node
/**
 * `keelson`: the server. Reads the command line, then runs one member until a signal or a fault ends it.
 */
import { readFileSync } from 'node:fs'
import { parseCommandLine } from '../config/command-line.ts'
import { createLogger } from '../telemetry/log.ts'

const commandLine = parseCommandLine(process.argv.slice(2), process.env, (path) => readFileSync(path, 'utf8'))
if (commandLine.kind === 'exit') {
  process.stdout.write(commandLine.stdout)
  process.stderr.write(commandLine.stderr)
  if (commandLine.log.length > 0) {
    const logger = createLogger({ level: 'info', format: 'json', outputs: [], caller: 'cli/keelson.ts' })
    for (const { level, msg, fields } of commandLine.log) logger[level](msg, fields)
    logger.close()
  }
  process.exitCode = commandLine.code
} else {
  const logger = createLogger({ ...commandLine.config.log, caller: 'cli/keelson.ts' })
  for (const { level, msg, fields } of commandLine.log) logger[level](msg, fields)
  // Loaded only now: `--version` and `--help` are asked for often, and quick without it.
  const { runServer } = await import('./run-server.ts')
  process.exitCode = await runServer(commandLine.config, logger)
  logger.close()
  // Whatever still holds the event loop (an idle keep-alive connection of a scraper) must not hold the process.
  process.exit()
}
