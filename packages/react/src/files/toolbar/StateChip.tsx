import { Icon } from '../../icons/Icon.tsx'
import { useWords } from '../../messages/use-words.ts'
import type { FilesState } from '../files-view.ts'
import { stateNames } from './state-names.ts'

/** Says that only one state is listed, and ends that. Renders a line with a `<button>`. */
export function StateChip({ state, onClear }: { readonly state: FilesState; readonly onClear: () => void }) {
  const words = useWords()
  const name = stateNames(words).find(([one]) => one === state)?.[1] ?? ''
  return (
    <div className="tf-filter">
      <button
        type="button"
        className="tf-chip"
        aria-label={words.t['files.filterEnd']({ state: name })}
        onClick={onClear}
      >
        {name}
        <Icon name="close" />
      </button>
    </div>
  )
}
