import { type Language, laterParts } from '../messages/language.ts'
import type { Messages } from '../messages/messages.gen.ts'

/** A language with all of its parts. */
export async function wholeLanguage(language: Language): Promise<Messages & { readonly $locale: string }> {
  const parts = await Promise.all(laterParts.map((part) => language.$load(part)))
  return Object.assign({}, language, ...parts) as Messages & { readonly $locale: string }
}
