import { expect, test } from 'vitest'

import { moduleFolderName } from './module-folder-name.ts'

test('[P60] a module has its folder in the language of the user, in English where we do not speak it', () => {
  expect(moduleFolderName('companies', 'de-AT')).toBe('Firmen')
  expect(moduleFolderName('meetings', 'fr')).toBe('Réunions')
  expect(moduleFolderName('products', 'nl-BE')).toBe('Artikelen')
  expect(moduleFolderName('companies', 'sv')).toBe('Companies')
  expect(moduleFolderName('companies', 'constructor')).toBe('Companies')
})

test('[P60] in no language do two modules share a folder', () => {
  for (const locale of ['en', 'de', 'nl', 'fr', 'it', 'es', 'da']) {
    const modules = ['contacts', 'companies', 'projects', 'meetings', 'products'] as const
    expect(new Set(modules.map((module) => moduleFolderName(module, locale).toLowerCase())).size, locale).toBe(5)
  }
})
