import { fillIn } from './fill-in.ts'
import { mainKeys } from './main-keys.gen.ts'
import type { MessageParts, Messages } from './messages.gen.ts'

/** The parts of a language that are loaded with what shows them. */
export const laterParts = [
  'explain',
  'dialogs',
  'bulk',
  'card',
  'activity',
  'uploads',
  'details',
] as const satisfies readonly (keyof MessageParts)[]

/** One of them. */
export type LaterPart = Exclude<keyof MessageParts, 'main'>

/** The texts of `main` and of some later parts, e.g. `Texts<'bulk'>`. */
export type Texts<Part extends LaterPart = never> = Pick<Messages, KeysOf<Part | 'main'>>

type KeysOf<Part extends keyof MessageParts> = Part extends Part ? keyof MessageParts[Part] : never

/** A language as it is shipped: what the widget shows at once, and where the rest is. */
export type Language = Texts &
  Partial<Messages> & {
    /** The language, e.g. `de`. */
    readonly $locale: string
    /** Loads the texts of a part. */
    readonly $load: (part: LaterPart) => Promise<Partial<Messages>>
  }

type Compiled<Part extends keyof MessageParts> = Readonly<Record<keyof MessageParts[Part], string>>

/**
 * Makes a language from its compiled texts.
 *
 * @param main in the order of `mainKeys`
 */
export function language(
  locale: string,
  main: readonly string[],
  later: { readonly [Part in LaterPart]: () => Promise<Compiled<Part>> },
): Language {
  const fill = fillIn(locale)
  const texts = (compiled: readonly (readonly [key: string, text: string])[]): Partial<Messages> =>
    Object.fromEntries(
      compiled.map(([key, text]) => [
        key,
        /[[{]/.test(text) ? (given: Parameters<typeof fill>[1]) => fill(text, given) : text,
      ]),
    )
  return {
    // The compiler of messages has seen to it that each language has every key, with the same arguments.
    ...(texts(mainKeys.map((key, index) => [key, main[index] ?? ''])) as Texts),
    $locale: locale,
    $load: async (part) => texts(Object.entries(await later[part]())),
  }
}
