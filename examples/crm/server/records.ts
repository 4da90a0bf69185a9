import type { Module } from '@twinfolder/core'

/** A text that differs by language, or is the same in all. */
export type Localised = string | { readonly en: string; readonly de: string }

/** A record of the example CRM. */
export interface CrmRecord {
  readonly module: Module
  readonly id: string
  readonly number: string
  readonly name: Localised
  /** What lists and detail pages show beside the name, in order. */
  readonly fields: Readonly<Record<string, Localised>>
  readonly country: string | null
  /** ISO date, for meetings. */
  readonly date?: string
  /** For projects: who owns it, who takes part, and who may edit it. */
  readonly project?: {
    readonly owners: readonly string[]
    readonly assignees: readonly string[]
    readonly editRights: 'owners' | 'ownersAndAssignees' | 'everyone'
  }
}

/** The text in a language; English where there is no German. */
export function localised(text: Localised, locale: string): string {
  if (typeof text === 'string') return text
  return locale.startsWith('de') ? text.de : text.en
}

const belgianTowns = ['Ghent', 'Antwerp', 'Leuven', 'Bruges', 'Liège', 'Namur', 'Mechelen', 'Hasselt']
const belgianTrades = ['Bakery', 'Textiles', 'Logistics', 'Print', 'Brewing']
const others: readonly (readonly [name: string, town: string, country: string])[] = [
  ['Nordlicht Energie AG', 'Kiel', 'Germany'],
  ['Van Dijk Transport BV', 'Utrecht', 'Netherlands'],
  ['Atelier Lumière SARL', 'Lyon', 'France'],
  ['Fratelli Conti S.r.l.', 'Turin', 'Italy'],
  ['Almendra Foods S.L.', 'Valencia', 'Spain'],
  ['Havn Design ApS', 'Aarhus', 'Denmark'],
  ['Bergmann Werkzeuge KG', 'Stuttgart', 'Germany'],
  ['Windmolen Software BV', 'Delft', 'Netherlands'],
]

const companies: readonly CrmRecord[] = [
  company(1001, { en: 'Acme GmbH', de: 'Muster GmbH' }, 'Hamburg', 'Germany'),
  company(1002, 'Müller & Söhne OHG', 'Munich', 'Germany'),
  company(1003, 'Quiet Rooms Ltd', 'Leeds', 'United Kingdom'),
  ...others.map(([name, town, country], index) => company(1004 + index, name, town, country)),
  ...belgianTowns.flatMap((town, row) =>
    belgianTrades.map((trade, column) =>
      company(1100 + row * belgianTrades.length + column, `${town} ${trade} NV`, town, 'Belgium'),
    ),
  ),
]

const firstNames = ['Anna', 'Bram', 'Clara', 'David', 'Elena', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jan', 'Karin', 'Liam']
const lastNames = ['Peeters', 'Schmidt', 'de Vries', 'Rossi', 'García', 'Jensen']
const contacts: readonly CrmRecord[] = firstNames.map((first, index) => {
  const last = lastNames[index % lastNames.length] ?? ''
  return {
    module: 'contacts',
    id: `${2001 + index}`,
    number: `${2001 + index}`,
    name: `${first} ${last}`,
    country: null,
    fields: {
      Email: `${first}.${last.replaceAll(/[^a-zA-Z]/g, '')}@example.com`.toLowerCase(),
      Company: localised(companies[index]?.name ?? '', 'en'),
    },
  }
})

const projects: readonly CrmRecord[] = [
  project(1, 'Riverside', 'Three houses by the river', {
    owners: ['sofie'],
    assignees: ['jonas'],
    editRights: 'owners',
  }),
  project(2, 'Website relaunch', 'New site for Quiet Rooms', {
    owners: ['jonas'],
    assignees: ['sofie'],
    editRights: 'ownersAndAssignees',
  }),
  project(3, 'Office move', 'From Hamburg to Kiel', { owners: ['lukas'], assignees: [], editRights: 'everyone' }),
  project(4, 'Trade fair 2027', 'Stand, travel, samples', {
    owners: ['sofie', 'jonas'],
    assignees: ['maja'],
    editRights: 'everyone',
  }),
]

const meetings: readonly CrmRecord[] = [
  meeting(1, 'Kick-off Riverside', '2026-11-24', '10:00'),
  meeting(2, 'Quarterly review Acme', '2026-12-02', '14:30'),
  meeting(3, 'Price talks', '2026-12-09', '09:15'),
]

const products: readonly CrmRecord[] = [
  product(1, { en: 'Desk, oak, 160 cm', de: 'Schreibtisch, Eiche, 160 cm' }, '€ 390.00'),
  product(2, { en: 'Task chair', de: 'Bürostuhl' }, '€ 270.00'),
  product(3, { en: 'Lamp', de: 'Leuchte' }, '€ 85.00'),
  product(4, { en: 'Shelf', de: 'Regal' }, '€ 140.00'),
]

/** All records of the example. */
export const records: readonly CrmRecord[] = [...companies, ...contacts, ...projects, ...meetings, ...products]

const byKey = new Map(records.map((record) => [`${record.module}/${record.id}`, record]))

/** A record by its key; `null` when there is none. */
export function recordByKey(module: string, id: string): CrmRecord | null {
  return byKey.get(`${module}/${id}`) ?? null
}

function company(number: number, name: Localised, town: string, country: string): CrmRecord {
  return {
    module: 'companies',
    id: `${number}`,
    number: `${number}`,
    name,
    country,
    fields: { Town: town, Country: country },
  }
}

function project(index: number, name: string, about: string, rights: NonNullable<CrmRecord['project']>): CrmRecord {
  return {
    module: 'projects',
    id: `${3000 + index}`,
    number: `PRJ-${index}`,
    name,
    country: null,
    fields: { About: about },
    project: rights,
  }
}

function meeting(index: number, name: string, date: string, time: string): CrmRecord {
  return {
    module: 'meetings',
    id: `${4000 + index}`,
    number: `${4000 + index}`,
    name,
    date,
    country: null,
    fields: { Date: date, Time: time },
  }
}

function product(index: number, name: Localised, price: string): CrmRecord {
  return {
    module: 'products',
    id: `${5000 + index}`,
    number: `${5000 + index}`,
    name,
    country: null,
    fields: { Price: price },
  }
}
