import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Module } from '@twinfolder/protocol'
import { type FormEvent, useRef } from 'react'

import { api } from '../api.ts'
import { useWords } from '../words.ts'

/** Gives a document new contents, as a CRM's own editor would: the widget and Dropbox hear of it. Renders a `<section>`, or nothing. */
export function NewVersion({ module, id }: { readonly module: Module; readonly id: string }) {
  const words = useWords()
  const queryClient = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const queryKey = ['crm', 'documents', module, id]
  const { data, refetch } = useQuery({ queryKey, queryFn: () => api.documents(module, id), retry: false })
  const save = useMutation({
    mutationFn: ({ fileId, body }: { fileId: string; body: Blob }) => api.saveVersion(module, id, fileId, body),
    onSuccess: () => formRef.current?.reset(),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
  if (!data || data.documents.length === 0) return null
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const [fileId, body] = [fields.get('document'), fields.get('contents')]
    if (typeof fileId === 'string' && body instanceof File) save.mutate({ fileId, body })
  }
  return (
    <section className="card" aria-labelledby="new-version">
      <h2 id="new-version">{words.newVersion}</h2>
      <form className="version-form" ref={formRef} onSubmit={submit}>
        <label>
          {words.document}
          <select className="field" name="document" required onFocus={() => void refetch()}>
            {data.documents.map((document) => (
              <option key={document.id} value={document.id}>
                {[...document.folder, document.name].join(' / ')}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.newContents}
          <input className="field" type="file" name="contents" required />
        </label>
        <button type="submit" className="button" aria-busy={save.isPending}>
          {words.saveVersion}
        </button>
        <output className="muted">{save.isSuccess ? words.versionSaved : save.error?.message}</output>
      </form>
    </section>
  )
}
