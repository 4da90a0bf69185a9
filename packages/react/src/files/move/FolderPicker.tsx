import { useQuery } from '@tanstack/react-query'
import type { RecordRef } from '@twinfolder/protocol'
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react'

import { Icon } from '../../icons/Icon.tsx'
import { useWords } from '../../messages/use-words.ts'
import { Problem } from '../../primitives/Problem.tsx'
import { useServices } from '../../provider/twinfolder-context.ts'
import { visibleName } from '../visible-name.ts'
import { foldersIn } from './folders-in.ts'

/** Props of {@link FolderPicker}. */
export interface FolderPickerProps {
  readonly record: RecordRef
  /** The folder whose folders are listed. */
  readonly at: readonly string[]
  readonly onOpen: (folder: readonly string[]) => void
  readonly isOpenable: (folder: readonly string[]) => boolean
  /** Stands at the end of the path. */
  readonly children?: ReactNode
}

/**
 * The folders in one folder of a record; give it a key, so that each folder begins with the focus. Arrows move,
 * Enter and the arrow forwards open, the arrow backwards and Backspace go up.
 * Renders a path and a list of buttons.
 */
export function FolderPicker({ record, at, onOpen, isOpenable, children }: FolderPickerProps) {
  const { t } = useWords('dialogs')
  const { client, queryClient } = useServices()
  const { data, error, isPending, refetch } = useQuery(foldersIn(client, record, at), queryClient)
  const list = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    if (isPending) return
    const first = list.current?.querySelector<HTMLElement>('button:not(:disabled)')
    ;(first ?? list.current)?.focus()
  }, [isPending])

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
    const now = buttons.findIndex((button) => button === document.activeElement)
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    if (event.key === 'ArrowDown') buttons[Math.min(now + 1, buttons.length - 1)]?.focus()
    else if (event.key === 'ArrowUp') buttons[Math.max(now - 1, 0)]?.focus()
    else if (event.key === 'Home') buttons[0]?.focus()
    else if (event.key === 'End') buttons.at(-1)?.focus()
    else if (event.key === (isRtl ? 'ArrowLeft' : 'ArrowRight')) buttons[now]?.click()
    else if ((event.key === 'Backspace' || event.key === (isRtl ? 'ArrowRight' : 'ArrowLeft')) && at.length > 0) {
      onOpen(at.slice(0, -1))
    } else return
    event.preventDefault()
  }

  const path = [t['files.root'], ...at.map(visibleName)]
  return (
    <>
      <div className="tf-line">
        <nav className="tf-breadcrumb tf-spring" aria-label={t['files.breadcrumb']}>
          <ol>
            {path.map((name, depth) =>
              depth === at.length ? (
                <li key={depth} className="tf-crumb-here" aria-current="page">
                  <bdi>{name}</bdi>
                </li>
              ) : (
                <li key={depth}>
                  <button type="button" className="tf-crumb" onClick={() => onOpen(at.slice(0, depth))}>
                    <bdi>{name}</bdi>
                  </button>
                  <Icon name="chevron" />
                </li>
              ),
            )}
          </ol>
        </nav>
        {children}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/no-noninteractive-element-interactions -- its buttons have the focus */}
      <div
        ref={list}
        className="tf-folders tf-quiet"
        role="group"
        aria-label={t['move.folders']}
        aria-busy={isPending}
        data-autofocus=""
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {data?.map(({ name }) => (
          <button
            key={name}
            type="button"
            className="tf-menu-item"
            disabled={!isOpenable([...at, name])}
            onClick={() => onOpen([...at, name])}
          >
            <Icon name="folder" />
            <bdi className="tf-clip">{visibleName(name)}</bdi>
            <Icon name="chevron" />
          </button>
        ))}
        {data?.length === 0 ? <p className="tf-muted">{t['move.none']}</p> : null}
        {error ? (
          <Problem error={error}>
            <button type="button" className="tf-button" onClick={() => void refetch()}>
              {t.retry}
            </button>
          </Problem>
        ) : null}
      </div>
    </>
  )
}
