/** The content type of an upload: the bytes of a file, whatever they are. */
export const UPLOAD_TYPE = 'application/octet-stream'

/** Contents are counted where they are read, against a limit of their own. */
export function isUpload(contentType: string | undefined): boolean {
  return contentType === UPLOAD_TYPE
}
