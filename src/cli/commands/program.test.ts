import assert from 'node:assert/strict'
import { test } from 'node:test'
import { program } from './program.ts'
import { Failure } from './shared/failure.ts'
import { commandHelp, findCommand } from './shared/program.ts'

function helpText(...words: string[]): string {
  const asked = findCommand(program, words)
  return asked.kind === 'help' ? asked.text : `command ${asked.command.name}`
}

const rows = [
  { name: 'a command and its words', words: ['get', 'k', '--rev=3'], command: 'get', rest: ['k', '--rev=3'] },
  {
    name: 'global flags before it',
    words: ['-w', 'json', '--hex', 'get', 'k'],
    command: 'get',
    rest: ['-w', 'json', '--hex', 'k'],
  },
  { name: 'a command of a group', words: ['lease', 'grant', '5'], command: 'grant', rest: ['5'] },
  { name: 'flags inside a group', words: ['member', '-w', 'table', 'list'], command: 'list', rest: ['-w', 'table'] },
  { name: 'another name', words: ['compact', '5'], command: 'compaction', rest: ['5'] },
  { name: 'a beginning that fits one command', words: ['memb', 'li'], command: 'list', rest: [] },
]

for (const { name, words, command, rest } of rows) {
  test(`program: ${name}`, () => {
    const asked = findCommand(program, words)
    assert.ok(asked.kind === 'command')
    assert.deepEqual([asked.command.name, asked.words], [command, rest])
  })
}

const refusals = [
  { words: ['putt', 'a'], want: /^unknown command "putt" for "keelsonctl"\n\nDid you mean this\?\n\tput\n/ },
  {
    words: ['lease', 'grnt'],
    want: /^unknown command "grnt" for "keelsonctl lease"\n\nDid you mean this\?\n\tgrant\n/,
  },
  { words: ['de'], want: /^unknown command "de" for "keelsonctl"\n\nDid you mean this\?\n\tdel\n\tdefrag\n/ },
  { words: ['qqqqqqqq'], want: /^unknown command "qqqqqqqq" for "keelsonctl"\nRun 'keelsonctl --help' for usage\.$/ },
]

for (const { words, want } of refusals) {
  test(`program: ${words.join(' ')} is refused with what may be meant`, () => {
    assert.throws(
      () => findCommand(program, words),
      (error) => error instanceof Failure && error.code === 1 && want.test(error.message),
    )
  })
}

test('program: help lists all commands, of a group its own, of a command its flags', () => {
  for (const { entries } of program.sections) {
    for (const { name, summary } of entries)
      assert.ok(helpText().includes(`${name} `) && helpText('--help').includes(summary))
  }
  assert.match(helpText('lease'), /^Available Commands:\n {2}grant /m)
  assert.match(helpText('help', 'lease', 'grant'), /^Creates leases\n/)
  assert.match(helpText('options'), /--endpoints strings .*\(default \[127\.0\.0\.1:2379\]\)/)
  const get = findCommand(program, ['get'])
  assert.ok(get.kind === 'command')
  assert.match(commandHelp(program, get.command), /^ {2}keelsonctl get \[options\] <key> \[range_end\] \[flags\]$/m)
})

test('program: every command says what it is and how it is called', () => {
  const commands = program.sections
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => ('run' in entry ? [entry] : entry.commands))
  for (const { name, usage, summary } of commands) {
    assert.ok(summary !== '' && usage.includes(name), name)
  }
})
