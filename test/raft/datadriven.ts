/**
 * Reads scenario files: stanzas of a command, its input, and what it must print.
 *
 *     # a comment
 *     command word key=value key=(a,b)
 *     input
 *     ----
 *     expected output, up to an empty line
 *
 * Output that contains empty lines stands between two lines `----` at its start and two at its end. A line of a command
 * that ends in `\` goes on in the next.
 */

/** One word of the command line. A word alone has no values; `key=(a b)` and `key=(a,b)` have two. */
export interface Argument {
  readonly key: string
  readonly values: readonly string[]
}

export interface Stanza {
  /** 1-based line of the command, for messages. */
  readonly line: number
  readonly command: string
  readonly args: Arguments
  /** Between the command and `----`, without the last newline. */
  readonly input: string
  /** Ends in a newline unless empty. */
  readonly expected: string
  /** Lines of the file from the first `----` up to the end of the expected output, 0-based and half-open. */
  readonly answerLines: { readonly from: number; readonly to: number }
}

/** A file that is not a list of stanzas; the message begins with the line. */
export class MalformedScenario extends Error {
  override readonly name = 'MalformedScenario'
}

/** The arguments of one command, in order. */
export class Arguments {
  readonly list: readonly Argument[]

  constructor(list: readonly Argument[]) {
    this.list = list
  }

  /** The words that are no `key=value`, in order. */
  get words(): string[] {
    return this.list.filter(({ values }) => values.length === 0).map(({ key }) => key)
  }

  /** The word at `at`, counted without the `key=value` pairs. */
  word(at: number): string {
    const word = this.words[at]
    if (word === undefined) throw new MalformedScenario(`argument ${at + 1} is missing`)
    return word
  }

  has(key: string): boolean {
    return this.list.some((argument) => argument.key === key)
  }

  /** All values given for `key`; none when it is not there. */
  values(key: string): string[] {
    return this.list.filter((argument) => argument.key === key).flatMap(({ values }) => values)
  }

  /** The one value of `key`, or undefined. */
  value(key: string): string | undefined {
    const values = this.values(key)
    if (values.length > 1) throw new MalformedScenario(`${key} takes one value, got ${values.join(' ')}`)
    return values[0]
  }
}

/** All stanzas of a file, in order. */
export function parse(text: string): Stanza[] {
  const lines = text.split(/\r?\n/)
  const stanzas: Stanza[] = []
  for (let at = 0; at < lines.length; ) {
    const line = at + 1
    let command = (lines[at++] ?? '').trim()
    if (command === '' || command.startsWith('#')) continue
    while (command.endsWith('\\')) command = `${command.slice(0, -1)} ${(lines[at++] ?? '').trim()}`
    const [name = '', ...words] = splitWords(command, line)

    const input: string[] = []
    while (at < lines.length && lines[at] !== '----') input.push(lines[at++] ?? '')
    if (at === lines.length) throw new MalformedScenario(`line ${line}: no ---- after the command`)
    const from = at++

    const expected: string[] = []
    if (lines[at] === '----') {
      at++
      while (at < lines.length && !(lines[at] === '----' && lines[at + 1] === '----')) expected.push(lines[at++] ?? '')
      if (at === lines.length) throw new MalformedScenario(`line ${line}: the output is not closed by two lines ----`)
      at += 2
    } else {
      while (at < lines.length && lines[at] !== '') expected.push(lines[at++] ?? '')
    }
    stanzas.push({
      line,
      command: name,
      args: new Arguments(words.map((word) => parseArgument(word, line))),
      input: input.join('\n').trim(),
      expected: expected.map((each) => `${each}\n`).join(''),
      answerLines: { from, to: at },
    })
  }
  return stanzas
}

/** At spaces, except those inside brackets. */
function splitWords(command: string, line: number): string[] {
  const words = command.match(/(?:[^\s(]*\([^)]*\)|[^\s()]+)/g) ?? []
  if (words.join('').replaceAll(/\s/g, '') !== command.replaceAll(/\s/g, '')) {
    throw new MalformedScenario(`line ${line}: brackets do not match: ${command}`)
  }
  return words
}

function parseArgument(word: string, line: number): Argument {
  const equals = word.indexOf('=')
  if (equals === -1) return { key: word, values: [] }
  const key = word.slice(0, equals)
  const value = word.slice(equals + 1)
  if (key === '') throw new MalformedScenario(`line ${line}: no key before = in ${word}`)
  if (!value.startsWith('(')) return { key, values: [value] }
  const values = value
    .slice(1, -1)
    .split(/[\s,]+/)
    .filter((each) => each !== '')
  return { key, values }
}
