import { readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { type Source, compileMessages, languages, parts, readPart } from '../../scripts/compile-messages.ts'
import { loadLanguage } from '../messages/load-language.ts'
import { wholeLanguage } from '../testing/whole-language.ts'
import { pseudo } from './pseudo.ts'

const given = { n: 3, crm: 'Demo CRM', max: '50 MB', done: 1, total: 3, ok: 2, failed: 1 }

/** Words that are the same in English. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  de: ['column.name', 'conflict.name', 'connect.title', 'files.details', 'kind.extension', 'kind.video'],
  nl: [
    'bulk.record',
    'bulk.records',
    'connect.title',
    'files.details',
    'files.viaDropbox',
    'kind.extension',
    'kind.mail',
    'kind.sheet',
    'kind.video',
  ],
  fr: [
    'column.actions',
    'connect.title',
    'details.versions',
    'files.viaDropbox',
    'kind.archive',
    'kind.extension',
    'kind.mail',
  ],
  it: ['connect.title', 'kind.extension', 'kind.file', 'kind.mail', 'kind.video'],
  es: ['connect.title', 'kind.extension'],
  da: [
    'bulk.start',
    'connect.title',
    'files.download',
    'files.viaDropbox',
    'kind.extension',
    'kind.mail',
    'kind.video',
  ],
}

async function sourceOf(language: string): Promise<Source> {
  return Object.assign({}, ...(await Promise.all(parts.map((part) => readPart(language, part))))) as Source
}

test('[P60] what is generated is up to date with the texts as they are written', async () => {
  for (const [path, text] of await compileMessages()) {
    expect(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), path).toBe(text)
  }
})

test('[P60] each of the seven languages is loaded by its locale and has every text', async () => {
  const english = await wholeLanguage(await loadLanguage('en'))
  expect(languages).toHaveLength(7)
  for (const locale of languages) {
    const language = await wholeLanguage(await loadLanguage(`${locale}-XX`))
    expect(language.$locale).toBe(locale)
    expect(Object.keys(language).sort(), locale).toEqual(Object.keys(english).sort())
    for (const [key, text] of Object.entries(language)) {
      expect(text, `${locale} ${key}`).toBeTruthy()
      expect(typeof text, `${locale} ${key}`).toBe(typeof english[key as keyof typeof english])
    }
  }
})

test('[P60] no text is left in English by accident', async () => {
  const english = await sourceOf('en')
  for (const [language, same] of Object.entries(sameAsEnglish)) {
    const source = await sourceOf(language)
    const equal = Object.keys(english).filter((key) => JSON.stringify(source[key]) === JSON.stringify(english[key]))
    expect(equal.sort(), language).toEqual([...same].sort())
  }
})

test('[P60] the texts that were agreed on are the agreed ones', async () => {
  const file = await readFile(new URL('agreed-texts.json', import.meta.url), 'utf8')
  for (const [language, agreed] of Object.entries(JSON.parse(file) as Readonly<Record<string, Source>>)) {
    const source = await sourceOf(language)
    for (const [key, text] of Object.entries(agreed)) {
      // ICU marks numbers and doubles an apostrophe before a brace; French does not break before its punctuation.
      const written = String(source[key]).replaceAll(', number}', '}').replaceAll("''", "'").replaceAll('\u00a0', ' ')
      expect(written, `${language} ${key}`).toBe(text)
    }
  }
})

test('[P60] every code has a cause and a remedy in every language', async () => {
  for (const locale of languages) {
    const language = await wholeLanguage(await loadLanguage(locale))
    for (const [key, text] of Object.entries(language)) {
      if (!key.startsWith('why.')) continue
      const lines = String(typeof text === 'function' ? (text as (words: typeof given) => string)(given) : text).split(
        '\n',
      )
      expect(
        lines.filter((line: string) => /^\S.{4,}[.]$/.test(line)),
        `${locale} ${key}`,
      ).toHaveLength(2)
    }
  }
})

test('[P60] numbers and plurals follow the language', async () => {
  const [en, de, fr, es] = await Promise.all(
    ['en', 'de', 'fr', 'es'].map(async (locale) => wholeLanguage(await loadLanguage(locale))),
  )
  expect(en?.['files.new']({ n: 1 })).toBe('1 new file')
  expect(en?.syncing({ done: 2, total: 1200 })).toBe('Synchronising 2 of 1,200')
  expect(de?.syncing({ done: 2, total: 1200 })).toBe('2 von 1.200 werden synchronisiert')
  expect(de?.['bulk.companies']({ n: 1 })).toBe('1 Firma synchronisieren?')
  expect(de?.['bulk.companies']({ n: 300 })).toBe('300 Firmen synchronisieren?')
  expect(en?.['delete.warn']({ n: 1 })).toBe('This also removes the file from Dropbox.')
  expect(en?.['connect.records']({ n: 0 })).toBe('No records synchronised yet')
  // French counts nought as one thing.
  expect(fr?.['files.count']({ n: 0 })).toBe('0 fichier')
  expect(fr?.['delete.warn']({ n: 2 })).toBe('2 fichiers seront aussi supprimés de Dropbox.')
  expect(es?.['delete.warn']({ n: 1 })).toBe('También se eliminará el archivo de Dropbox.')
})

test('[P60] a name with braces, brackets or dollars is written as it is', async () => {
  const en = await loadLanguage('en')
  expect(en['files.actionsFor']({ name: '{n} [n|a|b] $& #' })).toBe('Actions for {n} [n|a|b] $& #')
})

test('[P60] the pseudo-locale is English in disguise, and at least 40 % longer', async () => {
  const en = await wholeLanguage(await loadLanguage('en'))
  const disguised = await wholeLanguage(pseudo)
  expect(disguised['files.new']({ n: 1 })).toBe('⟦1 ññéŵ ffïļļé⟧')
  expect(disguised['files.actionsFor']({ name: 'offer.pdf' })).toContain('offer.pdf')
  for (const [key, text] of Object.entries(en)) {
    const other = disguised[key as keyof typeof disguised]
    if (typeof text !== 'string' || typeof other !== 'string' || key === '$locale') continue
    expect(other.length, key).toBeGreaterThanOrEqual(Math.floor(text.replaceAll(/[^a-z]/gi, '').length * 1.4))
  }
})
