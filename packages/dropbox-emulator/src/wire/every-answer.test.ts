import { afterAll, describe, expect, test } from 'vitest'

import { builtRoutes } from '../routes/index.ts'
import type { Answer } from '../testing/checked-answers.ts'
import { readingRefusals, sharingRefusals } from '../testing/refusals/reading.ts'
import type { Refusal } from '../testing/refusals/refusal.ts'
import { accessRefusals, requestRefusals } from '../testing/refusals/requests.ts'
import { sessionRefusals } from '../testing/refusals/sessions.ts'
import {
  deletionRefusals,
  folderRefusals,
  jobRefusals,
  relocationRefusals,
  restoreRefusals,
  uploadRefusals,
} from '../testing/refusals/writing.ts'
import { readingSuccesses } from '../testing/successes/reading.ts'
import { writingSuccesses } from '../testing/successes/writing.ts'
import { wireWorld } from '../testing/wire-world.ts'

/**
 * Calls every route in every way that it can answer. Each answer is held to JSON Schemas that are made from the types
 * of the official SDK, and the errors that a route lists are compared with those that were seen.
 */
const answers: Answer[] = []
const world = () => wireWorld((answer) => answers.push(answer))

const families: Readonly<Record<string, readonly Refusal[]>> = {
  'a wrong request': requestRefusals,
  'a wrong caller': accessRefusals,
  reading: readingRefusals,
  sharing: sharingRefusals,
  'an upload': uploadRefusals,
  'an upload in pieces': sessionRefusals,
  'a folder': folderRefusals,
  'a deletion': deletionRefusals,
  'a move or copy': relocationRefusals,
  'a restored file': restoreRefusals,
  'a job': jobRefusals,
}

describe.each(Object.entries(families))('%s is refused', (_, rows) => {
  test.each(rows.map((row) => [row.route, row.why, row] as const))('%s: %s', async (route, _why, row) => {
    const here = await world()
    await row.prepare?.(here)
    const arg = row.argOf ? await row.argOf(here) : row.arg
    const options = typeof row.options === 'function' ? row.options(here) : row.options
    const answer = await here.call(route, arg, options)
    expect({ status: answer.status, error: answer.error }).toEqual({ status: row.status, error: row.error })
    if (row.fields) expect(fieldsOf(answer.result)).toMatchObject(row.fields)
  })
})

describe('every route answers what it should', () => {
  test.each(Object.entries({ ...writingSuccesses, ...readingSuccesses }))('%s', async (_, run) => run(await world()))
})

afterAll(() => {
  const answered = answers.filter(({ status }) => status < 400).map(({ route }) => route)
  expect(builtRoutes.map(({ name }) => name).filter((name) => !answered.includes(name))).toEqual([])
  const seen = new Set(answers.filter(({ status }) => status === 409).map(({ route, error }) => `${route} ${error}`))
  const listed = new Set(builtRoutes.flatMap(({ name, errors }) => errors.map((error) => `${name} ${error}`)))
  expect([...listed].filter((each) => !seen.has(each))).toEqual([])
  expect([...seen].filter((each) => !listed.has(each))).toEqual([])
})

/** The fields of an error beside its tags, wherever they are. */
function fieldsOf(error: unknown): object {
  if (typeof error !== 'object' || error === null) return {}
  return Object.assign({}, ...Object.values(error).map(fieldsOf), error)
}
