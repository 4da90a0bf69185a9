import type { HostFile } from '@twinfolder/core'

/** Pictures that no browser runs as a program; everything else is saved, never shown (X45). */
const shownInline = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'])

/** Headers that disarm contents which anybody may have put into a CRM (X45, X46). */
export function contentHeaders(file: HostFile, request: { readonly inline: boolean }): Record<string, string> {
  const inline = request.inline && shownInline.has(file.mediaType)
  return {
    'content-type': inline ? file.mediaType : 'application/octet-stream',
    'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${extValue(file.name)}`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-site',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
  }
}

/** A name as RFC 8187 spells it: percent-encoded, so that it cannot end the header. */
function extValue(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
