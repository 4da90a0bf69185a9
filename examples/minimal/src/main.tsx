import '@twinfolder/react/styles.css'

import { memoryAdapter } from '@twinfolder/client/testing'
import { FilesWidget, TwinfolderProvider } from '@twinfolder/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

// No server: files and states in memory. Put `httpAdapter({ baseUrl: '/twinfolder' })` here to talk to yours.
const adapter = memoryAdapter({
  record: { name: 'Acme GmbH', number: '1001' },
  files: [
    { name: 'Offer 2026.pdf', sizeBytes: 482_133 },
    { name: 'Site plan.png', sizeBytes: 2_310_448 },
    { name: 'Framework agreement.docx', folder: ['Contracts'], sizeBytes: 74_902 },
  ],
  latencyMs: 400,
})

createRoot(document.querySelector('#root') ?? document.body).render(
  <StrictMode>
    <TwinfolderProvider adapter={adapter} locale="en">
      <FilesWidget record={{ module: 'companies', id: '1001' }} />
    </TwinfolderProvider>
  </StrictMode>,
)
