import './list.css'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useDropzone } from 'react-dropzone'

import type { Contestant } from '../contestant.ts'
import type { SampleFile } from '../sample-files.ts'
import { date, size, stateText } from './texts.ts'

/** The floor: a drop zone and a virtualiser, and nothing that a user of them would still have to write. */
const floor: Contestant<readonly SampleFile[]> = {
  prepare: (files) => files,
  View: ({ prepared }) => <List files={prepared} />,
  row: '.list-row',
  stateText,
}
export default floor

function List({ files }: { readonly files: readonly SampleFile[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const { getRootProps, getInputProps } = useDropzone({ noClick: true })
  // React Compiler, which would skip this component, is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 48,
    overscan: 4,
  })
  return (
    <div {...getRootProps({ className: 'list-drop' })}>
      <input {...getInputProps()} />
      <div ref={scroller} className="list-scroller">
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const file = files[index]
            return file ? (
              <div key={index} className="list-row" style={{ transform: `translateY(${start}px)` }}>
                <span>{file.name}</span>
                <span>{size(file)}</span>
                <span>{date(file)}</span>
                <span>{stateText(file)}</span>
              </div>
            ) : null
          })}
        </div>
      </div>
    </div>
  )
}
