import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ComponentType } from 'react'
import { expect, test, vi } from 'vitest'

import { renderWithTwinfolder } from '../testing/index.ts'
import { laterMenu } from './later-menu.tsx'
import { Menu, type MenuProps } from './Menu.tsx'
import { MenuButton } from './MenuButton.tsx'

/** Two buttons whose menus share code that comes when the test lets it. */
function twoMenus(onKeyDown: () => void) {
  let arrive: (menu: ComponentType<MenuProps>) => void = () => undefined
  const code = new Promise<ComponentType<MenuProps>>((resolve) => (arrive = resolve))
  const SlowMenu = laterMenu(() => code)
  renderWithTwinfolder(
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- stands for what is around a menu's button
    <div onKeyDown={onKeyDown}>
      {['Sort', 'Add'].map((label) => (
        <MenuButton
          key={label}
          label={label}
          className=""
          renderMenu={(anchor, onClose) => (
            <SlowMenu
              label={label}
              anchor={anchor}
              onClose={onClose}
              entries={[{ label: `${label} it`, icon: 'clock', onSelect: () => undefined }]}
            />
          )}
        >
          {label}
        </MenuButton>
      ))}
    </div>,
  )
  return { come: () => act(() => Promise.resolve(arrive(Menu))) }
}

test('a menu whose code is still on its way is called off by Escape, which does nothing else', async () => {
  const user = userEvent.setup()
  const onKeyDown = vi.fn<() => void>()
  const { come } = twoMenus(onKeyDown)
  const button = await screen.findByRole('button', { name: 'Sort' })
  await user.click(button)
  expect(button).toHaveAttribute('aria-expanded', 'true')
  await user.keyboard('{Escape}')
  expect(button).toHaveAttribute('aria-expanded', 'false')
  expect(onKeyDown).not.toHaveBeenCalled()
  await come()
  expect(screen.queryByRole('menu')).toBeNull()
})

test('who presses another button meanwhile gets the menu of that one alone', async () => {
  const user = userEvent.setup()
  const { come } = twoMenus(vi.fn<() => void>())
  await user.click(await screen.findByRole('button', { name: 'Sort' }))
  await user.click(screen.getByRole('button', { name: 'Add' }))
  await come()
  expect(await screen.findAllByRole('menu')).toHaveLength(1)
  expect(screen.getByRole('menu', { name: 'Add' })).toBeInTheDocument()
})

test('who waits gets it', async () => {
  const user = userEvent.setup()
  const { come } = twoMenus(vi.fn<() => void>())
  await user.click(await screen.findByRole('button', { name: 'Sort' }))
  await come()
  expect(await screen.findByRole('menuitem', { name: 'Sort it' })).toHaveFocus()
})
