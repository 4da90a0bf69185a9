import { type FormEvent, useId, useState } from 'react'

import { codeOf } from '../messages/code-of.ts'
import { useExplain } from '../messages/use-explain.ts'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { isName } from '../uploads/check-upload.ts'

/** Asks for the name of a new folder. `onCreate` may throw: the dialog then stays open and says why. */
export function NewFolderDialog({
  onCreate,
  onClose,
}: {
  readonly onCreate: (name: string) => Promise<unknown>
  readonly onClose: () => void
}) {
  const { t } = useWords('dialogs')
  const explain = useExplain()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const id = useId()

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isName(name.trim())) {
      const { sentence, cause } = explain('name_invalid')
      setProblem(`${sentence}. ${cause}`)
      return
    }
    setIsBusy(true)
    try {
      await onCreate(name.trim())
      onClose()
    } catch (error) {
      const { sentence, remedy } = explain(codeOf(error))
      setProblem(`${sentence}. ${remedy}`)
      setIsBusy(false)
    }
  }

  return (
    <Dialog
      title={t.newFolder}
      onClose={onClose}
      actions={
        <>
          <button type="submit" form={`${id}-form`} className="tf-button" data-kind="primary" disabled={isBusy}>
            {t['newFolder.create']}
          </button>
          <button type="button" className="tf-button" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} className="tf-lines" onSubmit={(event) => void submit(event)} noValidate>
        <label htmlFor={id}>{t['newFolder.name']}</label>
        <input
          id={id}
          className="tf-input"
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          data-autofocus=""
        />
        <p id={`${id}-problem`} className="tf-field-problem" role="alert">
          {problem}
        </p>
      </form>
    </Dialog>
  )
}
