/**
 * A folder as one URL parameter: the names from the record's root, each percent-encoded, joined by `/`; the root is ''.
 *
 * @example folderParam(['Contracts', 'A/B']) // 'Contracts/A%2FB'
 */
export function folderParam(folder: readonly string[]): string {
  return folder.map(encodeURIComponent).join('/')
}

/** The folder that {@link folderParam} wrote. @throws URIError on a malformed escape */
export function parseFolderParam(text: string): readonly string[] {
  return text === '' ? [] : text.split('/').map(decodeURIComponent)
}
