/** A path of the host app to go back to; anything that leads elsewhere becomes `/` (X7, no open redirect). */
export function returnPath(text: string, origin: string): string {
  // Browsers drop control characters and read `\` as `/`, so `/\evil` and `/\t/evil` lead to another host.
  if (!text.startsWith('/') || /^\/[/\\]|[\\\p{Control}]/u.test(text)) return '/'
  const url = URL.parse(text, origin)
  return url?.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/'
}

/** The path to go back to, with how linking ended as `?twinfolder=`. */
export function returnPathWith(path: string, outcome: string, origin: string): string {
  const url = new URL(path, origin)
  url.searchParams.set('twinfolder', outcome)
  return url.pathname + url.search + url.hash
}
