import { useWords } from '../messages/use-words.ts'

/** A search without a result: what was looked for, and the way back. */
export function NothingFound({
  search,
  onClear,
}: {
  readonly search: string | undefined
  readonly onClear: () => void
}) {
  const { t } = useWords()
  return (
    <div className="tf-empty">
      <p className="tf-empty-line">{search ? t['files.noMatch']({ search }) : t['files.noneInState']}</p>
      <button type="button" className="tf-button" onClick={onClear}>
        {t['files.clearSearch']}
      </button>
    </div>
  )
}
