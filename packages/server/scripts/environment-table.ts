import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { withEnvironmentTable } from '../src/command/environment-table.ts'

// Writes the table of variables into the guide.
const guide = join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'operate.md')
writeFileSync(guide, withEnvironmentTable(readFileSync(guide, 'utf8')))
console.log('docs/guides/operate.md')
