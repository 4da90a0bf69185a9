import type { ComponentType } from 'react'

import type { SampleFile } from './sample-files.ts'

/** One of those who are measured: a list of files as its own documentation mounts it. */
export interface Contestant<Prepared> {
  /** Brings the files into the form that it wants: work of a page's server or store, so not measured. */
  readonly prepare: (files: readonly SampleFile[]) => Prepared
  /** Fills a box of 960 × 600 pixels. */
  readonly View: ComponentType<{ readonly prepared: Prepared }>
  /** Selects the elements of which each shows one file. */
  readonly row: string
  /** The text of a file's state as its row has it; absent: it knows no state of a stored file. */
  readonly stateText?: (file: SampleFile) => string
}
