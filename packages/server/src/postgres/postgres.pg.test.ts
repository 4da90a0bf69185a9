import { inject } from 'vitest'

import { databaseContract } from '../testing/database/database-contract.ts'
import { createFromTemplate } from '../testing/postgres/index.ts'
import { openDatabase } from './database.ts'

databaseContract('PostgreSQL', async () =>
  openDatabase({ url: await createFromTemplate(inject('postgresTemplateUrl')) }),
)
