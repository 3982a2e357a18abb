#!/usr/bin/env node
/**
 * `keelsonctl`: the command line client. Its commands, flags, output and exit codes are etcdctl's, so that scripts work
 * with either.
 */
import { program } from './commands/program.ts'
import { runProgram } from './commands/shared/program.ts'

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runProgram(program, process.argv.slice(2), process.env)
// Open stdin or a connection that is being closed must not hold the process.
if (process.stdout.writableLength === 0) process.exit()
process.stdout.once('drain', () => process.exit())
