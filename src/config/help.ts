/**
 * `--help` and `docs/configuration.md`, both from the table of flags.
 */
import { variableSuffix } from './environment.ts'
import { featureGates } from './feature-gates.ts'
import { type Alias, aliases, controlFlags, type Flag, type FlagName, flags, type Section } from './flags.ts'

const sections: { readonly [section in Section]: string } = {
  Member: 'The member',
  Clustering: 'The cluster',
  Security: 'TLS and HTTP access',
  Auth: 'Users and tokens',
  Logging: 'Logs',
  Maintenance: 'Compaction, checks, warnings, features',
  Profiling: 'Gateway, metrics, traces',
  Keelson: "Keelson's own",
}

function inSection(section: Section): [name: string, flag: Flag<unknown>][] {
  return (Object.keys(flags) as FlagName[])
    .filter((name) => flags[name].section === section)
    .map((name) => [name, flags[name] as Flag<unknown>])
}

function aliasesOf(name: string): Alias[] {
  return (Object.keys(aliases) as Alias[]).filter((alias) => aliases[alias].for === name)
}

function doc(name: string, flag: Flag<unknown>): string {
  if (flag.ignored) return `${flag.doc} Accepted; has no effect here.`
  if (flag.refused) return `${flag.doc} Not supported: refused when given.`
  const also = aliasesOf(name).map(
    (alias) => `--${alias}${aliases[alias].also === undefined ? '' : ' (advertised too)'}`,
  )
  return also.length === 0 ? flag.doc : `${flag.doc} Also ${also.join(', ')}.`
}

/** What `--help` prints. */
export function helpText(): string {
  const lines = [
    'Usage: keelson [flags]',
    '',
    'Runs one member. All flags of etcd work; each may also come from the environment, as ETCD_<NAME> or',
    'KEELSON_<NAME> (--data-dir: ETCD_DATA_DIR), or all of them from a file (--config-file).',
  ]
  for (const [name, { kind, doc: text }] of Object.entries(controlFlags)) {
    if (!name.startsWith('test.'))
      lines.push('', `  --${name}${kind.word === 'bool' ? '' : ` ${kind.word}`}`, `      ${text}`)
  }
  for (const [section, title] of Object.entries(sections) as [Section, string][]) {
    const shown = inSection(section).filter(([, flag]) => !flag.ignored && !flag.refused)
    lines.push('', `${title}:`)
    for (const [name, flag] of shown) {
      const value = flag.kind.show(flag.default)
      lines.push(`  --${name}${value === '' ? '' : ` '${value}'`}`, `      ${doc(name, flag)}`)
    }
  }
  const rest = Object.entries(flags).filter(([, flag]) => flag.ignored)
  lines.push('', 'Accepted from etcd, without effect:')
  lines.push(...wrap(rest.map(([name]) => `--${name}`)))
  return `${lines.join('\n')}\n`
}

function wrap(words: readonly string[]): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`  ${word}`)
  }
  return lines
}

const intro = `# Configuration

Made from \`src/config/flags.ts\` by \`npm run docs\`; do not edit.

Keelson takes etcd's flags, variables and config file as they are.

- **Flags** are written as Go programs take them: \`--name v\`, \`-name v\` or \`--name=v\`; booleans \`--pre-vote\` or
  \`--pre-vote=false\`. The last of several wins. Durations look like \`1m30s\`, URL lists have commas.
- **Variables** are \`ETCD_\` or \`KEELSON_\` and the flag's name in capitals: \`ETCD_DATA_DIR\`. They count where the flag is
  absent; the same setting as flag *and* variable, or as two variables with different values, stops the start.
- **A config file** (\`--config-file\`, \`ETCD_CONFIG_FILE\`; YAML or JSON) replaces all flags and variables. Its keys are the
  flags' names except where the table names another; durations are nanoseconds there (\`1m30s\` works too), lists may be
  YAML lists. An unknown key is ignored with a warning that names the nearest one.
- **Mistakes**: a command line that cannot be read ends with exit code 2 and a line on stderr; settings that contradict
  each other with exit code 1 and a log line that names them.
`

/** The page `docs/configuration.md`. */
export function configurationPage(): string {
  const parts = [intro]
  for (const [section, title] of Object.entries(sections) as [Section, string][]) {
    const rows = inSection(section).map(([name, flag]) => pageRow(name, flag))
    parts.push(`## ${title}\n\n| flag | default | in the file | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`)
  }
  const gates = Object.entries(featureGates).map(([name, gate]) => `| \`${name}\` | ${gate.stage} | ${gate.default} |`)
  parts.push(`## Feature gates\n\n| gate | stage | default |\n|---|---|---|\n${gates.join('\n')}\n`)
  const example = variableSuffix('listen-client-urls')
  parts.push(
    `The variable of \`--listen-client-urls\` is \`ETCD_${example}\` or \`KEELSON_${example}\`, and so for all others.\n`,
  )
  return parts.join('\n')
}

function pageRow(name: string, flag: Flag<unknown>): string {
  const value = flag.kind.show(flag.default).replaceAll('|', '\\|')
  const file = flag.file === null ? 'not settable' : flag.file === undefined ? '' : `\`${flag.file}\``
  const word = flag.kind.word.replaceAll('|', ' or ')
  return `| \`--${name}\` *${word}* | ${value === '' ? '' : `\`${value}\``} | ${file} | ${doc(name, flag)} |`
}
