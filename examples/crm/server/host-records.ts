import type { HostRecords, MissingRight, Module, RecordAccess, RecordKey } from '@twinfolder/core'
import { SyncError } from '@twinfolder/core'

import { personById, tenantId } from './people.ts'
import { type CrmRecord, localised, recordByKey } from './records.ts'
import type { Segments } from './segments.ts'

const singular: Readonly<Record<Module, { readonly en: string; readonly de: string }>> = {
  contacts: { en: 'Contact', de: 'Kontakt' },
  companies: { en: 'Company', de: 'Firma' },
  projects: { en: 'Project', de: 'Projekt' },
  meetings: { en: 'Meeting', de: 'Besprechung' },
  products: { en: 'Product', de: 'Produkt' },
}

/** The example CRM's records, rights and segments for the sync. */
export function crmHostRecords(segments: Segments): HostRecords {
  return {
    describe: async (keys, locale) => keys.map((key) => describe(key, locale)),
    access: async (user, keys, locale) => keys.map((key) => accessOf(user, key, locale)),
    async expandSegment(user, { module, id }) {
      const segment = segments.get(id)
      if (user.tenantId !== tenantId || !segment || segment.module !== module) {
        throw new SyncError('not_found', `There is no segment "${id}" of ${module}.`)
      }
      return segments.recordsOf(segment).map((record) => ({ module: record.module, id: record.id }))
    },
  }
}

function find(key: RecordKey): CrmRecord | null {
  return key.tenantId === tenantId ? recordByKey(key.module, key.id) : null
}

function describe(key: RecordKey, locale: string): ReturnType<typeof description> | null {
  const record = find(key)
  return record ? description(record, locale) : null
}

function description(record: CrmRecord, locale: string) {
  return {
    name: localised(record.name, locale),
    number: record.number,
    singular: localised(singular[record.module], locale),
    ...(record.date ? { date: record.date } : {}),
  }
}

/** Everybody reads everything; projects are edited by those whom the project allows. */
function accessOf(
  user: { readonly tenantId: string; readonly userId: string },
  key: RecordKey,
  locale: string,
): RecordAccess {
  const record = find(key)
  const person = user.tenantId === tenantId ? personById(user.userId) : null
  if (!record || !person) return { read: false, write: false, missing: [] }
  const { project } = record
  if (!project || person.isAdmin) return { read: true, write: true, missing: [] }
  const isOwner = project.owners.includes(person.id)
  const isAssignee = project.assignees.includes(person.id)
  const mayEdit =
    isOwner || project.editRights === 'everyone' || (isAssignee && project.editRights === 'ownersAndAssignees')
  const write = person.hasProjects && mayEdit
  return { read: true, write, missing: write ? [] : missingProjectRights(locale, { ...person, mayEdit }) }
}

/** The module, and one of two ways to edit the project. Whoever has the one or may edit it already misses only the other. */
function missingProjectRights(
  locale: string,
  { hasProjects, mayEdit }: { readonly hasProjects: boolean; readonly mayEdit: boolean },
): readonly MissingRight[] {
  const german = locale.startsWith('de')
  const module = {
    code: 'projects.module',
    label: german ? 'Zugriff auf das Modul Projekte' : 'Access to the projects module',
    howTo: german
      ? 'Bitten Sie einen Administrator, Projekte für Sie einzuschalten.'
      : 'Ask an administrator to switch on projects for you.',
  }
  const editing = [
    {
      code: 'project.editRights',
      label: german ? 'Bearbeitungsrecht für dieses Projekt' : 'Edit rights on this project',
      howTo: german
        ? 'Bitten Sie einen Eigentümer des Projekts, Sie als Eigentümer hinzuzufügen.'
        : 'Ask an owner of the project to add you as an owner.',
    },
    {
      code: 'projects.adminAccess',
      label: german ? 'Administratorzugriff auf alle Projekte' : 'Admin access to all projects',
      howTo: german ? 'Das kann nur ein Administrator ändern.' : 'Only an administrator can change this.',
    },
  ]
  return [...(hasProjects ? [] : [module]), ...(mayEdit ? [] : editing)]
}
