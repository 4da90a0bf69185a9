import type { FileSync as CoreFileSync, Module as CoreModule, RecordSync as CoreRecordSync } from '@twinfolder/core'
import { expect, expectTypeOf, test } from 'vitest'

import { errorCodes, folderParam, httpErrorStatus, parseFolderParam, route } from './index.ts'
import type { FileSync, Module, OperationInput, OperationOutput, RecordSync } from './index.ts'

test('the states of the contract are the states of the engine', () => {
  expectTypeOf<CoreModule>().toEqualTypeOf<Module>()
  expectTypeOf<CoreFileSync['state']>().toEqualTypeOf<FileSync['state']>()
  expectTypeOf<CoreFileSync['code']>().toEqualTypeOf<FileSync['code']>()
  expectTypeOf<CoreRecordSync>().toExtend<RecordSync>()
  expectTypeOf<CoreFileSync>().toExtend<FileSync>()
})

test('an operation knows its path, its query, its body and its answer', () => {
  expectTypeOf<OperationInput<'getRecord'>['path']>().toEqualTypeOf<{
    readonly module: Module
    readonly recordId: string
  }>()
  expectTypeOf<OperationInput<'beginLink'>['body']['mode']>().toEqualTypeOf<'popup' | 'redirect'>()
  expectTypeOf<OperationOutput<'requestSync'>>().toEqualTypeOf<RecordSync>()
  expect(route('requestSync')).toEqual({ method: 'POST', path: '/records/{module}/{recordId}/sync' })
})

test('a folder survives its way through a URL, whatever its names hold', () => {
  for (const folder of [[], ['Contracts', '2026'], ['A/B', 'ü %2F', '..']]) {
    expect(parseFolderParam(folderParam(folder))).toEqual(folder)
  }
})

test('each error code appears once, and each of HTTP has a status of 400 or more', () => {
  expect(new Set(errorCodes).size).toBe(errorCodes.length)
  for (const status of Object.values(httpErrorStatus)) expect(status).toBeGreaterThanOrEqual(400)
})
