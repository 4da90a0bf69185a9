import { renderWithTwinfolder } from '@twinfolder/react/testing'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'

import { CompanyPage } from './CompanyPage.tsx'

test('[J10] [P62] the page says that something needs the user', async () => {
  const { adapter } = renderWithTwinfolder(<CompanyPage id="1001" />, {
    files: [{ name: 'offer.pdf', sync: 'synced' }],
    sync: { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' },
  })
  await screen.findByRole('row', { name: 'offer.pdf' })
  expect(screen.queryByRole('alert')).toBeNull()

  adapter.setRecordSync({ attention: 1 })
  expect((await screen.findByRole('alert')).textContent).toBe('Something needs you.')
})
