import { readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { compileMessages } from '../../scripts/compile-messages.ts'
import { wholeLanguage } from '../testing/whole-language.ts'
import { de as german } from './de.ts'
import { en as english } from './en.ts'

const [en, de] = await Promise.all([wholeLanguage(english), wholeLanguage(german)])

test('[P60] what is generated is up to date with the texts as they are written', async () => {
  for (const [path, text] of await compileMessages()) {
    expect(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), path).toBe(text)
  }
})

test('[P60] numbers and plurals follow the language', () => {
  expect(en['files.new']({ n: 1 })).toBe('1 new file')
  expect(en.syncing({ done: 2, total: 1200 })).toBe('Synchronising 2 of 1,200')
  expect(de.syncing({ done: 2, total: 1200 })).toBe('2 von 1.200 werden synchronisiert')
  expect(de['bulk.companies']({ n: 1 })).toBe('1 Firma synchronisieren?')
  expect(de['bulk.companies']({ n: 300 })).toBe('300 Firmen synchronisieren?')
  expect(en['delete.warn']({ n: 1 })).toBe('This also removes the file from Dropbox.')
  expect(en['connect.records']({ n: 0 })).toBe('No records synchronised yet')
})

test('[P60] a name with braces, brackets or dollars is written as it is', () => {
  expect(en['files.actionsFor']({ name: '{n} [a|b] $& #' })).toBe('Actions for {n} [a|b] $& #')
})
