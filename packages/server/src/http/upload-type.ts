/** The content type of an upload: the bytes of a file, whatever they are. */
export const UPLOAD_TYPE = 'application/octet-stream'

/** The content type of a part of an upload, as tus 1.0 names it. */
export const PART_TYPE = 'application/offset+octet-stream'

/** Contents are counted where they are read, against a limit of their own. */
export function isUpload(contentType: string | undefined): boolean {
  return contentType === UPLOAD_TYPE || contentType === PART_TYPE
}
