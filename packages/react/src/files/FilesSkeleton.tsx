/** Rows of the final height while the first page loads. Renders hidden decoration. */
export function FilesSkeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div className="tf-skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="tf-skeleton-row">
          <span className="tf-bone" data-bone="tile" />
          <span className="tf-bone" data-bone="name" />
          <span className="tf-bone" data-bone="meta" />
        </div>
      ))}
    </div>
  )
}
