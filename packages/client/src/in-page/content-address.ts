/** An address of contents in this page; as `data:` where there are no blob addresses (jsdom). */
export async function contentAddress(content: Blob): Promise<string> {
  if (typeof URL.createObjectURL === 'function') return URL.createObjectURL(content)
  // `new Response(blob)` rather than `blob.arrayBuffer()`, which not every environment's Blob has.
  const bytes = new Uint8Array(await new Response(content).arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:${content.type || 'application/octet-stream'};base64,${btoa(text)}`
}
