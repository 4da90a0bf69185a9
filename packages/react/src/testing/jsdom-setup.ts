import '@testing-library/jest-dom/vitest'

import { Blob as NodeBlob, File as NodeFile } from 'node:buffer'

import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// What jsdom lacks, or does differently from a browser, for every `.test.tsx` of the repository.

// jsdom's own Blob has no stream and loses its bytes in Node's fetch without a word. A plain assignment would also change
// jsdom's window, after which vitest refuses it.
for (const [name, value] of Object.entries({ Blob: NodeBlob, File: NodeFile })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}

Object.defineProperty(globalThis, 'IS_REACT_ACT_ENVIRONMENT', { value: true, configurable: true, writable: true })
afterEach(() => cleanup())
// How long `findBy…` waits at most: a busy machine is no failure.
configure({ asyncUtilTimeout: 30_000 })

class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
provide(globalThis, 'ResizeObserver', NoResizeObserver)

const dialog = HTMLDialogElement.prototype
provide(dialog, 'showModal', function showModal(this: HTMLDialogElement) {
  this.open = true
  const first = this.querySelector<HTMLElement>('[autofocus], button, input, a[href]')
  first?.focus()
})
provide(dialog, 'close', function close(this: HTMLDialogElement) {
  if (!this.open) return
  this.open = false
  this.dispatchEvent(new Event('close'))
})

const element = HTMLElement.prototype
// jsdom's own style sheet hides every popover, as it knows no open one.
provide(element, 'showPopover', function showPopover(this: HTMLElement) {
  this.style.display = 'block'
})
provide(element, 'hidePopover', function hidePopover(this: HTMLElement) {
  this.style.display = ''
})
provide(element, 'scrollTo', () => {})
provide(element, 'scrollIntoView', () => {})

function provide(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true })
}
