import { useQuery } from '@tanstack/react-query'
import { FilesWidget } from '@twinfolder/react'
import { Link, useParams } from 'react-router'

import { api } from '../api.ts'
import { isModule } from '../is-module.ts'
import { useWords } from '../words.ts'
import { NewVersion } from './NewVersion.tsx'

/** A record: its facts, and at the bottom right its files. */
export function DetailPage() {
  const words = useWords()
  const { module, id } = useParams()
  const known = isModule(module) && id ? { module, id } : null
  const record = useQuery({
    queryKey: ['crm', 'record', module, id],
    queryFn: () => (known ? api.record(known.module, known.id) : Promise.reject(new Error(words.notFound))),
    retry: false,
  })
  if (record.isError || !known) return <p className="empty">{words.notFound}</p>
  return (
    <>
      <Link className="back" to={`/${known.module}`}>
        ← {words.modules[known.module]}
      </Link>
      <h1 className="record-title">
        {record.data?.name} <span className="muted">({record.data?.number})</span>
      </h1>
      <div className="detail">
        <section className="card" aria-labelledby="details">
          <h2 id="details">{words.details}</h2>
          <dl>
            {Object.entries(record.data?.fields ?? {}).map(([label, text]) => (
              <div key={label}>
                <dt>{words.fieldNames[label] ?? label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className="card" aria-labelledby="next">
          <h2 id="next">{words.nextSteps}</h2>
          <label className="check">
            <input type="checkbox" /> {words.nextStep}
          </label>
        </section>
        <div className="column">
          <NewVersion module={known.module} id={known.id} />
          <section className="card notes" aria-labelledby="notes">
            <h2 id="notes">{words.notes}</h2>
            <p className="muted">{words.noNotes}</p>
          </section>
        </div>
        <div className="files">
          <FilesWidget record={known} />
        </div>
      </div>
    </>
  )
}
