import type { Language } from './language.ts'

const languages: Readonly<Record<string, () => Promise<Language>>> = {
  de: async () => (await import('../locales/de.ts')).de,
  en: async () => (await import('../locales/en.ts')).en,
}

/** Loads a locale's language where we have it, else English. */
export function loadLanguage(locale: string): Promise<Language> {
  const language = locale.toLowerCase().split('-')[0] ?? 'en'
  const load = languages[language] ?? languages['en']
  return load ? load() : Promise.reject(new Error('English is missing.'))
}
