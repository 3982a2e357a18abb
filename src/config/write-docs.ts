/**
 * Writes `docs/configuration.md`; `npm run docs` runs it. A test says when that was forgotten.
 */
import { writeFileSync } from 'node:fs'
import { configurationPage } from './help.ts'

writeFileSync(new URL('../../docs/configuration.md', import.meta.url), configurationPage())
