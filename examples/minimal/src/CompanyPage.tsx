import { FilesWidget, useRecord } from '@twinfolder/react'

/** A page of a CRM: what it knows of a company, and the company's files. */
export function CompanyPage({ id }: { readonly id: string }) {
  const record = { module: 'companies', id } as const
  const { data: view } = useRecord(record)
  return (
    <main>
      <h1>{view?.name ?? 'Company'}</h1>
      {view && view.sync.attention > 0 ? <p role="alert">Something needs you.</p> : null}
      <FilesWidget record={record} />
    </main>
  )
}
