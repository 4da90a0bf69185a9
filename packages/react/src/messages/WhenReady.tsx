import type { ReactNode } from 'react'

import { useTwinfolder } from '../provider/twinfolder-context.ts'

/** Renders its children once the language is there. With `messages` given to the provider that is at once. */
export function WhenReady({
  fallback = null,
  children,
}: {
  readonly fallback?: ReactNode
  readonly children: ReactNode
}) {
  return useTwinfolder().language ? children : fallback
}
