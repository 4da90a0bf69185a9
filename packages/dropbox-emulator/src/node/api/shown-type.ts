const types: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  webp: 'image/webp',
}
const texts = new Set(['css', 'csv', 'html', 'js', 'json', 'log', 'md', 'svg', 'ts', 'txt', 'xml', 'yaml', 'yml'])

/** The type under which a browser may show a file: never one that could run something. `null` for others. */
export function shownType(name: string): string | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return types[extension] ?? (texts.has(extension) ? 'text/plain; charset=utf-8' : null)
}
