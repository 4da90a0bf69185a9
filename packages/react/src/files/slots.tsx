import type { RecordView } from '@twinfolder/protocol'
import { type ComponentType, createContext, useContext } from 'react'

import type { Entry } from './use-files.ts'

/** Places of a `FilesWidget` where your components stand. Define them outside of your components, so that they keep their state. */
export interface FilesSlots {
  /** In place of the picture of a kind of file. It says nothing that the name does not: it is hidden from screen readers. */
  readonly icon?: ComponentType<{ readonly entry: Entry }> | undefined
  /** After the name of a row, e.g. a badge. Text, no controls: a row is one stop of the keyboard, its actions are in its menu. */
  readonly rowExtra?: ComponentType<{ readonly entry: Entry }> | undefined
  /** In place of "No files yet" and what is below it. Uploading stays possible by the button above and by dropping. */
  readonly empty?: ComponentType<{ readonly folder: readonly string[] }> | undefined
  /** Between the list and the Dropbox button. */
  readonly footer?: ComponentType<{ readonly view: RecordView }> | undefined
}

const none: FilesSlots = {}
const SlotsContext = createContext<FilesSlots>(none)

/** Hands the slots of a widget down to its rows. */
export const SlotsProvider = SlotsContext.Provider

/** What stands in the slots of the widget around. */
export function useSlots(): FilesSlots {
  return useContext(SlotsContext)
}

/** The given slots, or none. */
export function slotsOf(given: FilesSlots | undefined): FilesSlots {
  return given ?? none
}
