/** What an address of this page may be: pictures, texts, PDF. Anything else would run as the page's own if somebody opened it. */
const harmless = /^(image\/(png|jpeg|gif|webp|avif|bmp)|application\/pdf|text\/plain)\b/

/** An address of contents in this page; as `data:` where there are no blob addresses (jsdom). */
export async function contentAddress(content: Blob): Promise<string> {
  const type = harmless.test(content.type) ? content.type : 'application/octet-stream'
  if (typeof URL.createObjectURL === 'function') {
    return URL.createObjectURL(content.type === type ? content : content.slice(0, content.size, type))
  }
  // `new Response(blob)` rather than `blob.arrayBuffer()`, which not every environment's Blob has.
  const bytes = new Uint8Array(await new Response(content).arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:${type};base64,${btoa(text)}`
}
