import { useTwinfolder } from '../provider/twinfolder-context.ts'
import type { Messages } from './messages.gen.ts'

/**
 * The texts in the language of the provider, e.g. `messages['files.title']`.
 *
 * @throws Error while the language is still being loaded: render inside `WhenReady`, or give `messages` to the provider
 */
export function useMessages(): Messages {
  const { messages } = useTwinfolder()
  if (!messages)
    throw new Error('The language is not loaded yet. Render this inside <WhenReady>, or pass messages={…}.')
  return messages
}
