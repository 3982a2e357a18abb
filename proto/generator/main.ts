/** `npm run proto`: makes `src/generated` from `proto/`, after a check of the sources. */
import { rmSync } from 'node:fs'
import { generate, generatedFolder, lint, writeFiles } from './generate.ts'

lint()
const files = generate()
rmSync(generatedFolder, { recursive: true, force: true })
writeFiles(generatedFolder, files)
process.stdout.write(`${files.size} files in ${generatedFolder}\n`)
