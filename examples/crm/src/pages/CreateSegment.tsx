import { type FormEvent, useState } from 'react'

import { useWords } from '../words.ts'

/** Names the present filter. Renders a `<form>`. */
export function CreateSegment({
  suggestion,
  onSave,
  onCancel,
}: {
  readonly suggestion: string
  readonly onSave: (name: string) => Promise<void>
  readonly onCancel: () => void
}) {
  const words = useWords()
  const [name, setName] = useState(suggestion)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim()) void onSave(name.trim())
  }
  return (
    <form className="card inline-form" onSubmit={submit}>
      <label>
        {words.segmentName}
        <input className="field" value={name} onChange={(event) => setName(event.target.value)} required />
      </label>
      <button type="submit" className="button primary">
        {words.save}
      </button>
      <button type="button" className="button" onClick={onCancel}>
        {words.cancel}
      </button>
    </form>
  )
}
