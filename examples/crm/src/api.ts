import type { Module } from '@twinfolder/protocol'

/** A person who can sign in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly firstName: string
  readonly role: string
}

/** Who is signed in, who could be, and where "their" Dropbox is. */
export interface SessionView {
  readonly person: Person | null
  readonly people: readonly Person[]
  /** The first language of the browser, e.g. `fr-BE`. */
  readonly locale: string
  /** The page of the Dropbox emulator; `null` when the example talks to the real Dropbox. */
  readonly dropboxPage: string | null
}

/** A record as lists and detail pages show it. */
export interface CrmRecord {
  readonly module: Module
  readonly id: string
  readonly number: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** A saved filter. */
export interface Segment {
  readonly id: string
  readonly name: string
  readonly country: string | null
  readonly text: string
}

/** A list of records with what can be filtered by. */
export interface RecordList {
  readonly records: readonly CrmRecord[]
  readonly countries: readonly string[]
  readonly segments: readonly Segment[]
}

/** A document of a record, as the CRM itself keeps it. */
export interface CrmDocument {
  readonly id: string
  readonly name: string
  readonly folder: readonly string[]
  readonly version: string
}

/** The example CRM's own API. Throws an Error with a sentence. */
export const api = {
  session: () => request<SessionView>('/api/session'),
  signIn: (person: string) => request('/api/session', 'POST', { person }),
  signOut: () => request('/api/session', 'DELETE'),
  record: (module: Module, id: string) => request<CrmRecord>(`/api/records/${module}/${encodeURIComponent(id)}`),
  records: (module: Module, filter: { segment?: string; country?: string; text?: string }) =>
    request<RecordList>(`/api/records/${module}?${new URLSearchParams(filter)}`),
  documents: (module: Module, id: string) =>
    request<{ readonly documents: readonly CrmDocument[] }>(documentsPath(module, id)),
  /** Over whatever version is there now. */
  async saveVersion(module: Module, id: string, fileId: string, contents: Blob) {
    const { documents } = await api.documents(module, id)
    const version = documents.find((document) => document.id === fileId)?.version ?? ''
    const path = `${documentsPath(module, id)}/${encodeURIComponent(fileId)}?${new URLSearchParams({ version })}`
    return request(path, 'PUT', contents)
  },
  createSegment: (module: Module, segment: { name: string; country: string | null; text: string }) =>
    request<Segment>(`/api/segments/${module}`, 'POST', segment),
}

async function request<Answer = unknown>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : contentOf(body)),
  })
  const answer: Answer & { error?: string } = await response.json()
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`)
  return answer
}

function contentOf(body: unknown): Pick<RequestInit, 'body' | 'headers'> {
  return body instanceof Blob
    ? { body, headers: { 'content-type': 'application/octet-stream' } }
    : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

function documentsPath(module: Module, id: string): string {
  return `/api/records/${module}/${encodeURIComponent(id)}/documents`
}
