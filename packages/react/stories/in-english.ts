/** Plays in English only, the language of the names that it looks for. In others the story is only shown. */
export function inEnglish<Context extends { readonly globals: Readonly<Record<string, unknown>> }>(
  play: (context: Context) => Promise<void>,
): (context: Context) => Promise<void> {
  return async (context) => {
    if (context.globals['locale'] === 'en') await play(context)
  }
}
