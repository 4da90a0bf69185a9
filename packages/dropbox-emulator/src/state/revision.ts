/** One version of a file. Revisions outlive the file, so that old contents can be read and restored. */
export interface Revision {
  readonly rev: string
  readonly fileId: string
  /** Namespace and path the file had when this version was made; what `list_revisions` looks for. */
  readonly namespaceId: string
  readonly path: string
  readonly contentHash: string
  readonly sizeBytes: number
  /** What the uploader claimed, milliseconds since 1970, whole seconds. */
  readonly clientModified: number
  readonly serverModified: number
  /** Set for documents that have no bytes of their own and can only be exported: the formats, the usual one first. */
  readonly exports?: readonly DocumentExport[] | undefined
}

/** A document in one format it can be exported to. */
export interface DocumentExport {
  /** `markdown`, `html`, `docx`, … */
  readonly format: string
  readonly contentHash: string
  readonly sizeBytes: number
}

/** What an upload brings: the bytes are already in the content store under their hash. */
export interface NewContent {
  readonly contentHash: string
  readonly sizeBytes: number
  /** `null` when the uploader did not say. */
  readonly clientModified: number | null
  readonly exports?: readonly DocumentExport[] | undefined
}

/** What a copy of a version takes along. */
export function contentOf(revision: Revision): NewContent & { readonly clientModified: number } {
  const { clientModified, contentHash, exports, sizeBytes } = revision
  return { contentHash, sizeBytes, clientModified, ...(exports ? { exports } : {}) }
}
