/** What compiled messages need at run time: numbers and plurals of one language, without a parser. */
export interface Icu {
  readonly number: (value: number) => string
  readonly plural: (
    value: number,
    options: { readonly other: string; readonly [category: string]: string | undefined },
  ) => string
}

/** The run time of a language. The `Intl` objects are made when they are first needed. */
export function icu(language: string): Icu {
  let numbers: Intl.NumberFormat | undefined
  let rules: Intl.PluralRules | undefined
  return {
    number: (value) => (numbers ??= new Intl.NumberFormat(language)).format(value),
    plural: (value, options) =>
      options[`=${value}`] ?? options[(rules ??= new Intl.PluralRules(language)).select(value)] ?? options.other,
  }
}
