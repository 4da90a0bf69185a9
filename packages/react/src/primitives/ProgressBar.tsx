/** How far something is. Renders a `<progress>`; without `value` it only says that something goes on. */
export function ProgressBar({
  label,
  value,
  max,
}: {
  readonly label: string
  readonly value: number | null
  readonly max: number
}) {
  return value === null ? (
    <progress className="tf-progress" aria-label={label} />
  ) : (
    <progress className="tf-progress" aria-label={label} value={value} max={Math.max(1, max)} />
  )
}
