import '@twinfolder/react/styles.css'

import { memoryAdapter } from '@twinfolder/client/testing'
import { FilesWidget, TwinfolderProvider } from '@twinfolder/react'
import { StrictMode, version } from 'react'
import { createRoot } from 'react-dom/client'

const adapter = memoryAdapter({ files: [{ name: 'Offer 2026.pdf' }, { name: 'Site plan.png' }] })

createRoot(document.querySelector('#root') ?? document.body).render(
  <StrictMode>
    <TwinfolderProvider adapter={adapter} locale="en">
      <h1>A page on React {version}</h1>
      <FilesWidget record={{ module: 'companies', id: '1001' }} />
    </TwinfolderProvider>
  </StrictMode>,
)
