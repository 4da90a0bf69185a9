import { syncAdapterContract } from '../contract/index.ts'
import { consentCallback, memoryAdapter } from './index.ts'

const record = { module: 'companies', id: '1001' } as const
const otherRecord = { module: 'companies', id: '1002' } as const
const maxFileBytes = 200_000

syncAdapterContract('memoryAdapter in jsdom', () => ({
  adapter: memoryAdapter({
    connection: { state: 'none' },
    records: [{ ref: record }, { ref: otherRecord }],
    maxFileBytes,
  }),
  record,
  otherRecord,
  unknownRecord: { module: 'companies', id: 'nobody' },
  maxFileBytes,
  consent: (authorizeUrl) => consentCallback(authorizeUrl),
}))
