/**
 * Writes the reference pages that are made from tables; `npm run docs` runs it. Tests say when that was forgotten.
 */
import { writeFileSync } from 'node:fs'
import { metricsPage, metricsPagePath } from '../telemetry/metrics-page.ts'
import { configurationPage } from './help.ts'

writeFileSync(new URL('../../docs/configuration.md', import.meta.url), configurationPage())
writeFileSync(metricsPagePath, metricsPage())
