import '@uppy/core/css/style.min.css'
import '@uppy/dashboard/css/style.min.css'

import Uppy from '@uppy/core'
import Dashboard from '@uppy/react/dashboard'
import XHRUpload from '@uppy/xhr-upload'
import { useEffect, useState } from 'react'

import type { Contestant } from '../contestant.ts'

interface Descriptor {
  readonly name: string
  readonly type: string
  readonly data: Blob
}

/** Uppy's Dashboard at a height in pixels: only then does it render what is in sight. Files come by `addFiles`. */
const uppy: Contestant<Descriptor[]> = {
  prepare(files) {
    const data = new Blob(['x'.repeat(1000)])
    return files.map(({ name }) => ({ name, type: 'application/octet-stream', data }))
  },
  View: ({ prepared }) => {
    const [instance] = useState(() => new Uppy({ autoProceed: false }).use(XHRUpload, { endpoint: '/nowhere' }))
    useEffect(() => {
      instance.addFiles(prepared)
    }, [instance, prepared])
    return <Dashboard uppy={instance} width={960} height={600} disableThumbnailGenerator />
  },
  row: '.uppy-Dashboard-Item',
}
export default uppy
