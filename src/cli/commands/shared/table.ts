/**
 * A table with drawn borders: headers centred, cells at the right.
 */
export interface Table {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function writeTable({ headers, rows }: Table): string {
  const titles = headers.map((header) => header.toUpperCase())
  const widths = titles.map((title, column) => {
    return Math.max(width(title), ...rows.map((row) => width(row[column] ?? '')))
  })
  const line = (left: string, middle: string, right: string) =>
    `${left}${widths.map((columns) => '─'.repeat(columns + 2)).join(middle)}${right}\n`
  const cells = (texts: readonly string[], place: (text: string, columns: number) => string) =>
    `│${widths.map((columns, column) => ` ${place(texts[column] ?? '', columns)} `).join('│')}│\n`
  const top = line('┌', '┬', '┐') + cells(titles, centred)
  const body = rows.map((row) => cells(row, atRight)).join('')
  return top + (rows.length > 0 ? line('├', '┼', '┤') : '') + body + line('└', '┴', '┘')
}

function atRight(text: string, columns: number): string {
  return ' '.repeat(columns - width(text)) + text
}

function centred(text: string, columns: number): string {
  const spare = columns - width(text)
  const left = Math.floor(spare / 2)
  return ' '.repeat(left) + text + ' '.repeat(spare - left)
}

/** Columns a terminal needs: characters, with East Asian wide ones taking two. */
function width(text: string): number {
  let columns = 0
  for (const rune of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(rune) ? 2 : 1
  return columns
}
