import '@cubone/react-file-manager/dist/style.css'

import { FileManager } from '@cubone/react-file-manager'

import type { Contestant } from '../contestant.ts'

interface Entry {
  readonly name: string
  readonly isDirectory: false
  readonly path: string
  readonly updatedAt: string
  readonly size: number
}

const cubone: Contestant<readonly Entry[]> = {
  prepare: (files) =>
    files.map(({ name, updatedAt, sizeBytes }) => ({
      name,
      isDirectory: false,
      path: `/${name}`,
      updatedAt,
      size: sizeBytes,
    })),
  View: ({ prepared }) => <FileManager files={prepared} layout="list" height="600px" />,
  row: '.file-item-container',
}
export default cubone
