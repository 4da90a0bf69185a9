import { expect, test } from 'vitest'

import { readProblem } from './read-problem.ts'

const problem = {
  type: 'about:blank',
  title: 'Too large',
  status: 413,
  code: 'file_too_large',
  detail: 'At most 50 MB.',
  requestId: 'req-1',
  limitBytes: 52_428_800,
}

function answer(body: unknown, headers: Record<string, string> = {}, status = 413): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(text, { status, headers: { 'content-type': 'application/problem+json', ...headers } })
}

test('reads a problem document', async () => {
  expect(await readProblem(answer(problem))).toEqual({
    code: 'file_too_large',
    status: 413,
    detail: 'At most 50 MB.',
    requestId: 'req-1',
    limitBytes: 52_428_800,
    retryAfterSeconds: null,
  })
})

test('without a detail, the title stands for it', async () => {
  expect(await readProblem(answer({ ...problem, detail: null }))).toMatchObject({ detail: 'Too large' })
})

test('the document says how long to wait, else the header does', async () => {
  const header = { 'retry-after': '7' }
  expect(await readProblem(answer({ ...problem, retryAfterSeconds: 30 }, header))).toMatchObject({
    retryAfterSeconds: 30,
  })
  expect(await readProblem(answer(problem, header))).toMatchObject({ retryAfterSeconds: 7 })
  expect(await readProblem(new Response('busy', { status: 503, headers: header }))).toMatchObject({
    retryAfterSeconds: 7,
  })
})

test.each(['Wed, 21 Oct 2026 07:28:00 GMT', '-1', 'soon', ''])('no number of seconds in %j', async (retryAfter) => {
  expect(await readProblem(answer(problem, { 'retry-after': retryAfter }))).toMatchObject({ retryAfterSeconds: null })
})

test.each([
  ['a code of a later version', answer({ ...problem, code: 'invented_later' }), 'At most 50 MB.'],
  ['a code that is no text', answer({ ...problem, code: 7 }), 'At most 50 MB.'],
  ['broken JSON', answer('{"code":'), 'HTTP 413'],
  ['a document that is no object', answer('"file_too_large"'), 'HTTP 413'],
  ['null', answer('null'), 'HTTP 413'],
  ['a page of a proxy', answer('<h1>No</h1>', { 'content-type': 'text/html' }), 'HTTP 413'],
  ['no content type', new Response(null, { status: 413 }), 'HTTP 413'],
])('%s is an unexpected answer, with its status', async (_, response, detail) => {
  expect(await readProblem(response)).toMatchObject({ code: 'unexpected_answer', status: 413, detail })
})

test('fields of another type are left out', async () => {
  const odd = { ...problem, requestId: 7, limitBytes: '50', detail: {}, title: [] }
  expect(await readProblem(answer(odd))).toMatchObject({
    code: 'file_too_large',
    requestId: null,
    limitBytes: null,
    detail: null,
  })
})
