import type { Messages } from './messages.gen.ts'

const languages: Readonly<Record<string, () => Promise<Messages>>> = {
  de: async () => (await import('../locales/de.ts')).de,
  en: async () => (await import('../locales/en.ts')).en,
}

/** Loads the texts of a locale: its language where we have it, else English. */
export function loadMessages(locale: string): Promise<Messages> {
  const language = locale.toLowerCase().split('-')[0] ?? 'en'
  const load = languages[language] ?? languages['en']
  return load ? load() : Promise.reject(new Error('English is missing.'))
}
