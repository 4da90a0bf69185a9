import { MutationObserver, type MutationOptions, type QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'

/** What {@link useLateMutation} gives: of `useMutation`, what is used where most people only look. */
export interface LateMutation<Data, Variables> {
  /** Rejects as the mutation does. */
  readonly mutateAsync: (variables: Variables) => Promise<Data>
  readonly isPending: boolean
  readonly error: Error | null
}

const idle = { isPending: false, error: null }

/** As `useMutation`, for what is on the page long before anybody presses it: nothing is set up until then. */
export function useLateMutation<Data, Variables>(
  options: MutationOptions<Data, Error, Variables>,
  queryClient: QueryClient,
): LateMutation<Data, Variables> {
  const latest = useRef(options)
  const unsubscribe = useRef<(() => void) | null>(null)
  const [{ isPending, error }, setState] = useState<Pick<LateMutation<Data, Variables>, 'isPending' | 'error'>>(idle)
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => () => unsubscribe.current?.(), [])
  const mutateAsync = useCallback(
    (variables: Variables) => {
      // The newest call is the one that is shown, as with `useMutation`.
      unsubscribe.current?.()
      const observer = new MutationObserver(queryClient, latest.current)
      unsubscribe.current = observer.subscribe(setState)
      return observer.mutate(variables)
    },
    [queryClient],
  )
  return { mutateAsync, isPending, error }
}
