import type { ErrorCode } from '@twinfolder/protocol'
import { useEffect } from 'react'

import { useTwinfolder } from '../provider/twinfolder-context.ts'
import { type Explanation, explain } from './explain.ts'
import type { Texts } from './language.ts'
import { useWords } from './use-words.ts'
import { defaultMaxFileBytes } from './words.ts'

/**
 * Explains codes. Causes and remedies come a moment after the sentence, when they are first asked for, and not at all without a
 * network: until then they are empty.
 */
export function useExplain(): (code: ErrorCode, maxFileBytes?: number) => Explanation {
  const { language } = useTwinfolder()
  const { crm, bytes, sentence } = useWords()
  const isReady = language?.has('explain') ?? false
  const load = language?.load
  useEffect(() => {
    // The sentence stands for itself; the next one who asks tries again.
    if (!isReady) load?.('explain').catch(() => undefined)
  }, [isReady, load])
  return (code, maxFileBytes = defaultMaxFileBytes) =>
    language && isReady
      ? explain(language.texts as Texts<'explain'>, code, { crm, max: bytes(maxFileBytes) })
      : { sentence: sentence(code, maxFileBytes), cause: '', remedy: '' }
}
