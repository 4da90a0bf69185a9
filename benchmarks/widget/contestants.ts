/** One of those who are measured. */
export interface ContestantEntry {
  /** The file of `benchmarks/rivals/contestants`. */
  readonly id: string
  readonly title: string
  readonly licence: string
}

/** Ours first, then the floor, then the rivals. None has a commercial licence. */
export const contestants: readonly ContestantEntry[] = [
  { id: 'twinfolder', title: 'Twinfolder FilesWidget', licence: 'MIT' },
  { id: 'floor', title: 'react-dropzone + tanstack-virtual (floor)', licence: 'MIT' },
  { id: 'svar', title: 'SVAR React File Manager, table', licence: 'MIT' },
  { id: 'react-aria', title: 'react-aria DropZone + virtual GridList', licence: 'Apache-2.0' },
  { id: 'uppy', title: 'Uppy Dashboard + xhr', licence: 'MIT' },
  { id: 'cubone', title: '@cubone/react-file-manager, list', licence: 'MIT' },
]
