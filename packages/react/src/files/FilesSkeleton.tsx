import { useEffect, useState } from 'react'

import { useInPage } from '../provider/use-in-page.ts'

/** What comes sooner needs no stand-in, which would only flash. */
const soonMs = 100

/** Rows of the final height while the first page loads; their place is kept from the start. Renders hidden decoration. */
export function FilesSkeleton({ rows = 4 }: { readonly rows?: number }) {
  const isInPage = useInPage()
  // A server's page shows it until the code runs.
  const [isShown, setIsShown] = useState(!isInPage)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), soonMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div
      className="tf-skeleton"
      aria-hidden="true"
      style={isInPage ? { minBlockSize: `calc(${rows} * var(--_row))` } : undefined}
    >
      {Array.from({ length: isShown ? rows : 0 }, (_, index) => (
        <div key={index} className="tf-skeleton-row">
          <span className="tf-bone" data-bone="tile" />
          <span className="tf-bone" data-bone="name" />
          <span className="tf-bone" data-bone="meta" />
        </div>
      ))}
    </div>
  )
}
