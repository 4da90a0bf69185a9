const forms = ['other', 'one', 'two', 'few', 'many', 'zero']

/** Fills what a text takes into its compiled form. */
export type FillIn = (text: string, given: Readonly<Record<string, string | number>>) => string

/**
 * The run time of compiled messages, without a parser and without `eval`. `{name}` is a text, `{#n}` a number, `[n|# files|# file]` a
 * choice by the plural form of `n`: other, one, two, few, many, zero; a form that is left out is as other.
 */
export function fillIn(language: string): FillIn {
  let numbers: Intl.NumberFormat | undefined
  let rules: Intl.PluralRules | undefined
  const number = (value: unknown) => (numbers ??= new Intl.NumberFormat(language)).format(Number(value))
  const formOf = (n: number, texts: readonly string[]) =>
    (n === 0 && texts[5]) || texts[forms.indexOf((rules ??= new Intl.PluralRules(language)).select(n))] || texts[0]
  return (text, given) =>
    text
      .replaceAll(/\[(\w+)\|([^\]]*)\]/g, (_, name: string, texts: string) =>
        String(formOf(Number(given[name]), texts.split('|'))).replaceAll('#', () => number(given[name])),
      )
      .replaceAll(/\{(#?)(\w+)\}/g, (_, isNumber: string, name: string) =>
        isNumber ? number(given[name]) : String(given[name]),
      )
}
