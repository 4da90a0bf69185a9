import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A data folder as the first start leaves it: each journey begins with a copy, instead of a database made anew. */
export const freshDataFolder = join(tmpdir(), `twinfolder-fresh-${process.env['TWINFOLDER_JOURNEYS'] ?? process.pid}`)
