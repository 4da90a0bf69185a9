import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { instant } from '../domain/instant.ts'
import type { RecordKey } from '../domain/record-ref.ts'
import { allocateName, numberedName } from './allocate-name.ts'
import { conflictName } from './conflict-name.ts'
import { fold } from './fold.ts'
import { recordFolderNames } from './record-folder-name.ts'
import { safeName } from './safe-name.ts'

const day = instant('2026-11-22T23:30:00.000Z')
const record: RecordKey = { tenantId: 't', module: 'companies', id: '0a1b2c3d-4e5f-6789' }

test.for([
  ['quote.pdf', 'quote.pdf'],
  ['a/b:c?.txt', 'a-b-c-.txt'],
  ['tail. ', 'tail-'],
  ['tail ', 'tail'],
  ['..', '--'],
  ['', '-'],
  ['CON', '-CON'],
  ['lpt1.txt', '-lpt1.txt'],
  ['~$report.docx', '-~$report.docx'],
  ['Desktop.ini', '-Desktop.ini'],
  ['e\u0301.txt', '\u00e9.txt'],
] as const)('[S12] "%s" is called "%s" in the remote', ([name, remoteName]) => {
  expect(safeName(name)).toBe(remoteName)
})

test('[S12] a safe name is allowed, stays as it is, and is never longer than a remote takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeName(name)
      expect(safe).not.toMatch(/[\p{Cc}/\\<>:"|?*]|[. ]$|^ |^$/u)
      expect(safe.length).toBeLessThanOrEqual(255)
      expect(safe.isWellFormed()).toBe(true)
      expect(safeName(safe)).toBe(safe)
    }),
    { numRuns: 300 },
  )
})

test('[S12] a name that is taken gets a number before its extension', () => {
  const taken = new Set(['doc.pdf', 'doc (2).pdf'])
  expect(allocateName('Doc.pdf', (name) => !taken.has(fold(name)))).toBe('Doc (3).pdf')
  expect(numberedName('.gitignore', 2)).toBe('.gitignore (2)')
  expect(numberedName(`${'x'.repeat(300)}.pdf`, 12)).toHaveLength(255)
})

test('[S4] a conflict copy is named after where it comes from, whose it is and its day, and never twice', () => {
  const version = { from: 'Dropbox', who: 'Sofie', at: day } as const
  const copy = conflictName('quote.pdf', version)
  expect(copy).toBe('quote (Dropbox, Sofie, 2026-11-22).pdf')
  expect(conflictName(copy, version)).toBe(copy)
  expect(conflictName('quote.pdf', { from: 'CRM', who: '', at: day })).toBe('quote (CRM, 2026-11-22).pdf')
})

test('[S9] a record folder has the name and the number; what is missing is made up for', () => {
  const singular = 'Company'
  expect(recordFolderNames(record, { name: 'A/B GmbH.', number: '7', singular })[0]).toBe('A-B GmbH (7)')
  expect(recordFolderNames(record, { name: null, number: '7', singular })[0]).toBe('Company (7)')
  expect(recordFolderNames(record, { name: '...', number: '7', singular })[0]).toBe('Company (7)')
  expect(recordFolderNames(record, { name: 'Kick-off', number: '7', date: '2026-11-22', singular })[0]).toBe(
    'Kick-off 2026-11-22 (7)',
  )
  expect(recordFolderNames(record, { name: 'Acme', number: null, singular }).slice(0, 2)).toEqual([
    'Acme (0a1b2c3d)',
    'Acme (0a1b2c3d-4e5)',
  ])
})
