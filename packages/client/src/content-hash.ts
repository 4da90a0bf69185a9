const BLOCK_BYTES = 4 * 1024 * 1024

/**
 * Dropbox's content hash of some contents, 64 lowercase hex digits: equal contents have equal hashes. Reads a block of 4 MiB at a
 * time, whatever the size.
 *
 * @throws DOMException `AbortError` when the caller walks away
 */
export async function contentHash(
  blob: Blob,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const digests: ArrayBuffer[] = []
  for (let at = 0; at < blob.size; at += BLOCK_BYTES) {
    signal?.throwIfAborted()
    digests.push(await sha256(blob.slice(at, at + BLOCK_BYTES)))
  }
  const hash = new Uint8Array(await sha256(new Blob(digests)))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function sha256(blob: Blob): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
}
