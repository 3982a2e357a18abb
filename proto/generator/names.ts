/** Names in TypeScript for names in the protocol, where acronyms come in three spellings: `ID`, `peerURLs`, `remaining_TTL`. */

/** `range_end`, `peerURLs`, `HashKV` -> `rangeEnd`, `peerUrls`, `hashKv`. */
export function camelCase(name: string): string {
  const [first = '', ...rest] = words(name)
  return first + rest.map(capitalise).join('')
}

/** `KV` -> `Kv`. */
export function pascalCase(name: string): string {
  return capitalise(camelCase(name))
}

function words(name: string): string[] {
  const split = name.replaceAll('URLs', 'Urls').match(/[A-Z]{2,}(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? []
  return split.map((word) => word.toLowerCase())
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
