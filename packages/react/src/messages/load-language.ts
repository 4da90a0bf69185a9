import type { Language } from './language.ts'

const languages: Readonly<Record<string, () => Promise<Language>>> = {
  en: async () => (await import('../locales/en.ts')).en,
  de: async () => (await import('../locales/de.ts')).de,
  nl: async () => (await import('../locales/nl.ts')).nl,
  fr: async () => (await import('../locales/fr.ts')).fr,
  it: async () => (await import('../locales/it.ts')).it,
  es: async () => (await import('../locales/es.ts')).es,
  da: async () => (await import('../locales/da.ts')).da,
}

/** Loads a locale's language where we have it, else English. */
export function loadLanguage(locale: string): Promise<Language> {
  const language = locale.toLowerCase().split('-')[0] ?? 'en'
  const load = languages[language] ?? languages['en']
  return load ? load() : Promise.reject(new Error('English is missing.'))
}
