import { MutationObserver } from '@tanstack/react-query'
import type { RecordRef } from '@twinfolder/protocol'
import { useCallback } from 'react'

import { useWords } from '../messages/use-words.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import type { Decisions } from './use-decisions.ts'

/** The answers of `useDecisions` where most people never give one: what they are made of is loaded with the first. */
export function useLateAnswer(record: RecordRef): Decisions['answer'] {
  const services = useServices()
  const words = useWords()
  return useCallback(
    (answer) => {
      const send = async () => {
        const { decision } = await import('./use-decisions.ts')
        const observer = new MutationObserver(services.queryClient, decision(services, words, record))
        // What the server says is told by the mutation.
        observer.mutate(answer).catch(() => undefined)
      }
      send().catch(() => showToast(services.toasts, { text: words.sentence('network'), tone: 'alert' }))
    },
    [services, words, record],
  )
}
