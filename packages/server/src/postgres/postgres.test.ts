import { databaseContract } from '../testing/database/database-contract.ts'
import { openDatabase } from './database.ts'

databaseContract('PGlite', () => openDatabase({ memory: true }))
