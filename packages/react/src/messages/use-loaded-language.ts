import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

import { type Language, type LaterPart, type Texts, laterParts } from './language.ts'
import { loadLanguage } from './load-language.ts'
import type { Messages } from './messages.gen.ts'

/** A whole language, one of your own with every text, or some texts that replace those of the language of the locale. */
export type MessagesOption = Language | (Messages & { readonly $locale: string }) | Partial<Messages>

/** What is there of a language. */
export interface LoadedLanguage {
  readonly locale: string
  /** The texts of `main`, and of those parts that have arrived. */
  readonly texts: Texts & Partial<Messages>
  readonly has: (part: LaterPart) => boolean
  /** Loads a part, unless it is there. */
  readonly load: (part: LaterPart) => Promise<void>
}

interface Loaded {
  readonly language: Language
  readonly later: Partial<Messages>
  readonly parts: ReadonlySet<LaterPart>
}

const retryMs = 5000

/**
 * The language to show; `null` until the first one is there. When it changes, the old one stays until the new one has every part that
 * is in use.
 */
export function useLoadedLanguage(locale: string, given: MessagesOption | undefined): LoadedLanguage | null {
  const whole = useWholeLanguage(given)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const wanted = useRef(new Set<LaterPart>())

  useEffect(() => {
    // It is shown already, and nobody has asked for more of it.
    if (whole && wanted.current.size === 0) return
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const start = async () => {
      try {
        const next = await withParts(whole?.language ?? (await loadLanguage(locale)), wanted.current)
        if (isCurrent) setLoaded((before) => (before?.language === next.language ? before : next))
      } catch {
        // Without the network there is nothing to read yet, and the old language still serves.
        if (isCurrent) timer = setTimeout(() => void start(), retryMs)
      }
    }
    void start()
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [locale, whole])

  const shown = whole && (!loaded || loaded.parts.size === 0) ? whole : loaded
  const language = shown?.language
  const load = useCallback(
    async (part: LaterPart) => {
      if (!language) return
      const texts = await language.$load(part)
      wanted.current.add(part)
      setLoaded((before) => {
        const { later, parts } = before?.language === language ? before : nothingLater
        if (parts.has(part)) return before
        if (before && before.language !== language && before.parts.size > 0) return before
        return { language, later: { ...later, ...texts }, parts: new Set([...parts, part]) }
      })
    },
    [language],
  )
  return useMemo(() => shown && { ...show(shown, given), load }, [shown, given, load])
}

const nothingLater = { later: {}, parts: new Set<LaterPart>() }

function show({ language, later, parts }: Loaded, given: MessagesOption | undefined) {
  const isWhole = given !== undefined && '$locale' in given
  const texts =
    isWhole && given.$locale === language.$locale
      ? { ...later, ...given }
      : // While an old language stays, the new one is no replacement of its texts.
        { ...language, ...later, ...(isWhole ? {} : given) }
  return { locale: language.$locale, texts, has: (part: LaterPart) => parts.has(part) }
}

/** The same object for the same language, whichever texts of it are replaced at each render. */
function useWholeLanguage(given: MessagesOption | undefined): Loaded | null {
  const whole = given && '$locale' in given ? given : null
  const $locale = whole?.$locale
  const $load = whole && '$load' in whole ? whole.$load : undefined
  return useMemo(() => {
    if (!whole) return null
    if ($load) return { language: { ...whole, $load }, ...nothingLater }
    return { language: { ...whole, $load: () => Promise.resolve({}) }, later: {}, parts: new Set(laterParts) }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the texts themselves are taken anew at each render, by show
  }, [$locale, $load])
}

async function withParts(language: Language, wanted: ReadonlySet<LaterPart>): Promise<Loaded> {
  const parts = [...wanted]
  const texts = await Promise.all(parts.map(async (part) => await language.$load(part)))
  return { language, later: Object.assign({}, ...texts) as Partial<Messages>, parts: new Set(parts) }
}
