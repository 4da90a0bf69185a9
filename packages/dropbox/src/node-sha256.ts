/** A SHA-256 that is given its bytes piece by piece. */
export interface HashPiece {
  update(bytes: Uint8Array): HashPiece
  digest(): Uint8Array
}

interface NodeCrypto {
  createHash(algorithm: 'sha256'): HashPiece
}

/**
 * Node's own SHA-256; `null` in a page. It is asked for at run time, as an import of a module of Node would keep the whole adapter
 * out of pages.
 */
export function nodeSha256(): (() => HashPiece) | null {
  found ??= { crypto: nodeCrypto() }
  const { crypto } = found
  return crypto && (() => crypto.createHash('sha256'))
}

let found: { readonly crypto: NodeCrypto | null } | null = null

function nodeCrypto(): NodeCrypto | null {
  const { process } = globalThis as { readonly process?: { readonly getBuiltinModule?: (id: string) => unknown } }
  const module = process?.getBuiltinModule?.('node:crypto')
  return isNodeCrypto(module) ? module : null
}

function isNodeCrypto(module: unknown): module is NodeCrypto {
  return typeof module === 'object' && module !== null && 'createHash' in module
}
