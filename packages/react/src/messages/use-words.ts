import { useTwinfolder } from '../provider/twinfolder-context.ts'
import type { LaterPart } from './language.ts'
import { requireParts } from './use-messages.ts'
import type { Words } from './words.ts'

/** The {@link Words} of the provider, with the texts of those parts that are named: `useWords('bulk')`. */
export function useWords<Part extends LaterPart = never>(...parts: readonly Part[]): Words<Part> {
  const { language, words } = useTwinfolder()
  requireParts(language, parts)
  // A part that is there has all of its keys: the compiler of messages has seen to it.
  return words as Words<Part>
}
