/** A small page of the server's own: no script but its own file, no style, no frame around it. */
export function pageResponse(
  status: number,
  page: { readonly title: string; readonly body: string; readonly script?: string | undefined },
): Response {
  const script = page.script === undefined ? '' : `<script src="${escaped(page.script)}" defer></script>`
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(page.title)}</title>${script}</head><body>${page.body}</body></html>`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      // The address holds the code of the consent: it goes to no other page.
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}

/** Text for HTML, also inside a quoted attribute. */
export function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}
