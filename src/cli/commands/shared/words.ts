/**
 * A line of input as words: separated by spaces; `"…"` with Go's escapes, `'…'` as it stands.
 */
import { unquote } from './go-text.ts'

/** @throws Error for a quote without an end, or an escape that Go does not know */
export function readWords(line: string): string[] {
  const words: string[] = []
  let rest = line.trim()
  while (rest !== '') {
    const match = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']\S*))(?=\s|$)/.exec(rest)
    if (match === null) throw new Error(`cannot read ${rest}`)
    const [whole, double, single, bare] = match
    words.push(double === undefined ? (single ?? bare ?? '') : unquote(double).toString())
    rest = rest.slice(whole.length).trimStart()
  }
  return words
}
