import { readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { compileMessages } from '../../scripts/compile-messages.ts'
import { de } from './de.ts'
import { en } from './en.ts'

test('[P60] what is generated is up to date with the texts as they are written', async () => {
  for (const [path, text] of await compileMessages()) {
    expect(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), path).toBe(text)
  }
})

test('[P60] every error of every language has a sentence, a cause and a remedy', () => {
  for (const messages of [en, de]) {
    for (const [key, message] of Object.entries(messages)) {
      if (!key.startsWith('error.')) continue
      const text = typeof message === 'string' ? message : message({ crm: 'Demo CRM', max: '50 MB' })
      expect(
        text.split('\n').filter((part: string) => part.length > 3),
        `${messages.$locale} ${key}`,
      ).toHaveLength(3)
    }
  }
})

test('[P60] numbers and plurals follow the language', () => {
  expect(en['files.new']({ n: 1 })).toBe('1 new file')
  expect(en.syncing({ done: 2, total: 1200 })).toBe('Synchronising 2 of 1,200')
  expect(de.syncing({ done: 2, total: 1200 })).toBe('2 von 1.200 werden synchronisiert')
  expect(de['bulk.companies']({ n: 1 })).toBe('1 Firma synchronisieren?')
  expect(de['bulk.companies']({ n: 300 })).toBe('300 Firmen synchronisieren?')
  expect(en['delete.warn']({ n: 1 })).toBe('This also removes the file from Dropbox.')
})
