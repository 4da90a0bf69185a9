import './list.css'

import { DropZone, FileTrigger, Button, GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components'

import type { Contestant } from '../contestant.ts'
import type { SampleFile } from '../sample-files.ts'
import { date, size, stateText } from './texts.ts'

type Item = SampleFile & { readonly id: number }

/** React Aria's drop zone, and its grid list in its virtualiser: what it takes to build an accessible list oneself. */
const reactAria: Contestant<readonly Item[]> = {
  prepare: (files) => files.map((file, id) => ({ ...file, id })),
  View: ({ prepared }) => (
    <DropZone className="list-drop" aria-label="Files">
      <FileTrigger allowsMultiple>
        <Button style={{ blockSize: 32 }}>Add files</Button>
      </FileTrigger>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: 48 }}>
        <GridList
          aria-label="Files"
          selectionMode="multiple"
          items={prepared}
          style={{ display: 'block', overflow: 'auto', blockSize: 'calc(100% - 32px)' }}
        >
          {(file) => (
            <GridListItem textValue={file.name}>
              <div className="list-row">
                <span>{file.name}</span>
                <span>{size(file)}</span>
                <span>{date(file)}</span>
                <span>{stateText(file)}</span>
              </div>
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
    </DropZone>
  ),
  row: '[role=row]',
  stateText,
}
export default reactAria
