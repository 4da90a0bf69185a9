import { type Language, type LaterPart, language } from '../messages/language.ts'
import { activity } from './en/activity.gen.ts'
import { bulk } from './en/bulk.gen.ts'
import { card } from './en/card.gen.ts'
import { details } from './en/details.gen.ts'
import { dialogs } from './en/dialogs.gen.ts'
import { explain } from './en/explain.gen.ts'
import { main } from './en/main.gen.ts'
import { uploads } from './en/uploads.gen.ts'

export type { Language } from '../messages/language.ts'

const plain = 'aceghiklnorstuwyzACDEGHIKLNORSTUWYZ'
const accented = 'åçéĝĥïķļñöŕšţüŵýžÅÇÐÉĜĤÎĶĻÑÖŔŠŢÜŴÝŽ'

/**
 * English with accents on every letter, 40 % longer and between brackets: what stays as it was is not translated, what does not fit
 * will not fit in other languages either. For tests and stories; its tag is `en-XA`, which `Intl` takes for English.
 */
export const pseudo: Language = language('en-XA', main.map(pseudoText), {
  explain: () => Promise.resolve(pseudoTexts(explain)),
  dialogs: () => Promise.resolve(pseudoTexts(dialogs)),
  bulk: () => Promise.resolve(pseudoTexts(bulk)),
  card: () => Promise.resolve(pseudoTexts(card)),
  activity: () => Promise.resolve(pseudoTexts(activity)),
  details: () => Promise.resolve(pseudoTexts(details)),
  uploads: () => Promise.resolve(pseudoTexts(uploads)),
} satisfies Readonly<Record<LaterPart, unknown>>)

function pseudoTexts<Texts extends Readonly<Record<string, string>>>(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudoText(text)])) as Texts
}

function pseudoText(text: string): string {
  return text
    .split('\n')
    .map(
      (line) =>
        `⟦${line
          .split(/(\{[^}]*\}|\[\w+\|)/)
          .map((piece, at) => (at % 2 === 1 ? piece : longer(piece)))
          .join('')}⟧`,
    )
    .join('\n')
}

/** Two of five letters twice, so that words grow as words do. */
function longer(text: string): string {
  let letters = 0
  return text.replaceAll(/[a-z]/gi, (letter) => {
    letters += 1
    const at = plain.indexOf(letter)
    const shown = at < 0 ? letter : (accented[at] ?? letter)
    return letters % 5 === 2 || letters % 5 === 4 ? shown + shown : shown
  })
}
