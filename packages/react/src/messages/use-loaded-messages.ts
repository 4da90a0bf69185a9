import { useEffect, useState } from 'react'

import { loadMessages } from './load-messages.ts'
import type { Messages } from './messages.gen.ts'

/** A whole language, or some texts that replace those of the loaded one. */
export type MessagesOption = Messages | Partial<Omit<Messages, '$locale'>>

/** The texts to show; `null` until the first language is there. A change of language keeps the old one meanwhile. */
export function useLoadedMessages(locale: string, given: MessagesOption | undefined): Messages | null {
  const whole = given && isWhole(given) ? given : null
  const [loaded, setLoaded] = useState<Messages | null>(null)
  useEffect(() => {
    if (whole) return
    let current = true
    void loadMessages(locale).then((messages) => {
      if (current) setLoaded(messages)
    })
    return () => {
      current = false
    }
  }, [locale, whole])
  if (whole) return whole
  return loaded && given ? { ...loaded, ...given } : loaded
}

function isWhole(messages: MessagesOption): messages is Messages {
  return '$locale' in messages
}
