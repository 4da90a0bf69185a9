import { useTwinfolder } from '../provider/twinfolder-context.ts'
import type { LaterPart, Texts } from './language.ts'
import type { LoadedLanguage } from './use-loaded-language.ts'

/**
 * The texts in the language of the provider, e.g. `messages['files.title']`, with those of the parts that are named.
 *
 * @throws Error while the language or a part is still being loaded: render inside `WhenReady`, what needs parts by `later`, or give
 *   `messages` to the provider
 */
export function useMessages<Part extends LaterPart = never>(...parts: readonly Part[]): Texts<Part> {
  const { language } = useTwinfolder()
  requireParts(language, parts)
  // A part that is there has all of its keys: the compiler of messages has seen to it.
  return language.texts as Texts<Part>
}

/** @throws Error while the language or one of the parts is still being loaded */
export function requireParts(
  language: LoadedLanguage | null,
  parts: readonly LaterPart[],
): asserts language is LoadedLanguage {
  if (!language)
    throw new Error('The language is not loaded yet. Render this inside <WhenReady>, or pass messages={…}.')
  const missing = parts.filter((part) => !language.has(part))
  if (missing.length > 0) throw new Error(`Texts are not loaded yet: ${missing.join(', ')}. Render this by later(…).`)
}
