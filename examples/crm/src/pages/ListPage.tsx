import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'

import { type RecordList, api } from '../api.ts'
import { isModule } from '../is-module.ts'
import { Menu, MenuItem } from '../shell/Menu.tsx'
import { useWords } from '../words.ts'
import { CreateSegment } from './CreateSegment.tsx'
import { SegmentSyncMenuItem } from './SegmentSyncMenuItem.tsx'

/** The records of a module: filter, save the filter as a segment, act on all of a segment. */
export function ListPage() {
  const words = useWords()
  const { module } = useParams()
  const [search, setSearch] = useSearchParams()
  const [text, setText] = useState('')
  const [country, setCountry] = useState('')
  const [creating, setCreating] = useState(false)
  const queries = useQueryClient()
  const segment = search.get('segment') ?? ''
  const list = useQuery({
    queryKey: ['crm', 'records', module, segment, text, country],
    queryFn: () =>
      isModule(module) ? api.records(module, { segment, text, country }) : Promise.reject(new Error(words.notFound)),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (!isModule(module) || list.isError) return <p className="empty">{words.notFound}</p>
  const { records = [], countries = [], segments = [] }: Partial<RecordList> = list.data ?? {}
  const save = async (name: string): Promise<void> => {
    const created = await api.createSegment(module, { name, country: country || null, text })
    setCreating(false)
    await queries.invalidateQueries({ queryKey: ['crm', 'records', module] })
    setSearch({ segment: created.id })
  }
  const scope = segment ? { module, id: segment } : { records: records.map(({ id }) => ({ module, id })) }
  return (
    <>
      <div className="list-head">
        <h1>{words.modules[module]}</h1>
        <output className="muted">{words.records(records.length)}</output>
        <span className="grow" />
        <Menu label={words.actions} button={<>{words.actions} ▾</>} buttonClassName="button">
          <SegmentSyncMenuItem segment={scope} />
          <MenuItem onSelect={() => exportCsv(module, records)}>{words.exportList}</MenuItem>
        </Menu>
      </div>
      <div className="filters">
        <nav aria-label={words.segments} className="segments">
          <Link to="?" aria-current={segment === '' ? 'page' : undefined}>
            {words.allRecords}
          </Link>
          {segments.map(({ id, name }) => (
            <Link key={id} to={`?segment=${id}`} aria-current={segment === id ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        {segment === '' ? (
          <>
            <input
              type="search"
              className="field"
              placeholder={words.search}
              aria-label={words.search}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            {countries.length > 0 ? (
              <select
                className="field"
                aria-label={words.country}
                value={country}
                onChange={(event) => setCountry(event.target.value)}
              >
                <option value="">{words.anyCountry}</option>
                {countries.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            ) : null}
            <button type="button" className="button" onClick={() => setCreating(true)}>
              {words.createSegment}
            </button>
          </>
        ) : null}
      </div>
      {creating ? <CreateSegment suggestion={country} onSave={save} onCancel={() => setCreating(false)} /> : null}
      <div className="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.number}</th>
              {Object.keys(records[0]?.fields ?? {}).map((label) => (
                <th scope="col" key={label}>
                  {words.fieldNames[label] ?? label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <th scope="row">
                  <Link to={`/${module}/${record.id}`}>{record.name}</Link>
                </th>
                <td>{record.number}</td>
                {Object.entries(record.fields).map(([label, value]) => (
                  <td key={label}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function exportCsv(module: string, records: RecordList['records']): void {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const lines = records.map((record) =>
    [record.name, record.number, ...Object.values(record.fields)].map(quoted).join(','),
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([lines.join('\n')], { type: 'text/csv' }))
  link.download = `${module}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
