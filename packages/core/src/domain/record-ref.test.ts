import { expect, test } from 'vitest'

import { type RecordKey, isModule, modules, recordKeyText } from './record-ref.ts'

const record: RecordKey = { tenantId: 't', module: 'companies', id: '42' }

test('records that differ in any part have other texts', () => {
  const others: readonly RecordKey[] = [
    { ...record, tenantId: 'u' },
    { ...record, module: 'contacts' },
    { ...record, id: '43' },
    { ...record, id: '42","x' },
  ]
  const texts = [record, ...others].map((key) => recordKeyText(key))
  expect(new Set(texts).size).toBe(texts.length)
})

test('the order of fields and further fields make no difference', () => {
  const detailed = { name: 'Acme', id: '42', module: 'companies', tenantId: 't' } as const
  expect(recordKeyText(detailed)).toBe(recordKeyText(record))
})

test('parts cannot run into each other', () => {
  const [a, b] = [
    { ...record, tenantId: 'a', id: 'b' },
    { ...record, tenantId: 'ab', id: '' },
  ]
  expect(recordKeyText(a)).not.toBe(recordKeyText(b))
})

test('a module is one of five names', () => {
  expect(modules.every((module) => isModule(module))).toBe(true)
  for (const text of ['', 'Companies', 'company', 'toString']) expect(isModule(text)).toBe(false)
})
