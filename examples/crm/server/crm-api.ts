import { isModule } from '@twinfolder/core'
import { Hono } from 'hono'

import { people, personById } from './people.ts'
import { type CrmRecord, localised, recordByKey, records } from './records.ts'
import type { Segments } from './segments.ts'
import { type Documents, documentsApi } from './documents-api.ts'
import { localeOf, sessionOf, signInCookie, signOutCookie } from './session.ts'

/** The example CRM's own API, below `/api`: people, records, segments and documents. Of the sync it knows only whom to tell. */
export function crmApi(segments: Segments, dropboxPage: string | null, documents: Documents): Hono {
  const app = new Hono().basePath('/api')

  app.get('/session', (c) => {
    const session = sessionOf(c.req.raw)
    const person = session ? personById(session.userId) : null
    return c.json({
      person: person && { id: person.id, name: person.name, firstName: person.firstName, role: person.role },
      people: people.map(({ id, name, firstName, role }) => ({ id, name, firstName, role })),
      locale: localeOf(c.req.raw),
      dropboxPage:
        dropboxPage && (person ? `${dropboxPage}?account=${encodeURIComponent(person.dropbox.email)}` : dropboxPage),
    })
  })
  app.post('/session', async (c) => {
    const body: { person?: string } = await c.req.json()
    const person = personById(body.person)
    if (!person) return c.json({ error: 'There is nobody with this name.' }, 404)
    c.header('set-cookie', signInCookie(person))
    return c.json({ ok: true })
  })
  app.delete('/session', (c) => {
    c.header('set-cookie', signOutCookie)
    return c.json({ ok: true })
  })

  app.use('/records/*', async (c, next) => (sessionOf(c.req.raw) ? next() : c.json({ error: 'Sign in first.' }, 401)))
  app.use('/segments/*', async (c, next) => (sessionOf(c.req.raw) ? next() : c.json({ error: 'Sign in first.' }, 401)))

  app.get('/records/:module', (c) => {
    const { module } = c.req.param()
    if (!isModule(module)) return c.json({ error: 'No such module.' }, 404)
    const segment = segments.get(c.req.query('segment') ?? '')
    const filter = segment ?? { module, country: c.req.query('country') || null, text: c.req.query('text') ?? '' }
    const locale = localeOf(c.req.raw)
    const all = records.filter((record) => record.module === module)
    return c.json({
      records: segments.recordsOf(filter).map((record) => view(record, locale)),
      countries: [...new Set(all.flatMap((record) => (record.country ? [record.country] : [])))].sort(),
      segments: segments.list(module),
    })
  })
  app.get('/records/:module/:id', (c) => {
    const { module, id } = c.req.param()
    const record = recordByKey(module, id)
    return record ? c.json(view(record, localeOf(c.req.raw))) : c.json({ error: 'No such record.' }, 404)
  })
  app.route('/', documentsApi(documents, segments))
  app.post('/segments/:module', async (c) => {
    const { module } = c.req.param()
    if (!isModule(module)) return c.json({ error: 'No such module.' }, 404)
    const body: { name?: string; country?: string | null; text?: string } = await c.req.json()
    const name = body.name?.trim()
    if (!name) return c.json({ error: 'A segment needs a name.' }, 400)
    return c.json(segments.create({ module, name, country: body.country || null, text: body.text ?? '' }), 201)
  })
  return app
}

function view(record: CrmRecord, locale: string) {
  return {
    module: record.module,
    id: record.id,
    number: record.number,
    name: localised(record.name, locale),
    fields: Object.fromEntries(Object.entries(record.fields).map(([label, text]) => [label, localised(text, locale)])),
  }
}
