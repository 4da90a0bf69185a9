import { renderWithTwinfolder } from '@twinfolder/react/testing'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'

import { CustomFiles } from './CustomFiles.tsx'

test('[J10] [P62] a list from hooks alone shows files and states, uploads, deletes and synchronises', async () => {
  const { adapter } = renderWithTwinfolder(<CustomFiles />, { files: [{ name: 'offer.pdf' }, { name: 'plan.png' }] })
  await screen.findByText(/^offer\.pdf/)
  fireEvent.click(screen.getByRole('button', { name: 'Synchronise' }))
  expect(await screen.findAllByText(/Synchronised/)).toHaveLength(2)
  fireEvent.click(screen.getByRole('button', { name: 'Delete plan.png' }))
  await waitFor(() => expect(screen.queryByText(/^plan\.png/)).toBeNull())
  fireEvent.change(screen.getByLabelText('Upload'), { target: { files: [new File(['x'], 'new.txt')] } })
  await screen.findByText(/^new\.txt/)
  expect(adapter.calls.map(({ operation }) => operation)).toContain('requestSync')
})
