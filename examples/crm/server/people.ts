/** A user of the example CRM. */
export interface Person {
  readonly id: string
  readonly firstName: string
  readonly name: string
  readonly role: string
  readonly isAdmin: boolean
  /** Whether the projects module is switched on for this person. */
  readonly hasProjects: boolean
  /** The account of theirs in the Dropbox emulator. */
  readonly dropbox: { readonly email: string; readonly plan: 'basic' | 'plus' | 'professional' | 'business' }
}

/** Everybody who can sign in; one tenant. */
export const people: readonly Person[] = [
  {
    id: 'sofie',
    firstName: 'Sofie',
    name: 'Sofie Janssens',
    role: 'Account manager',
    isAdmin: false,
    hasProjects: true,
    dropbox: { email: 'sofie@example.com', plan: 'plus' },
  },
  {
    id: 'jonas',
    firstName: 'Jonas',
    name: 'Jonas Weber',
    role: 'Project manager',
    isAdmin: false,
    hasProjects: true,
    dropbox: { email: 'jonas@example.com', plan: 'basic' },
  },
  {
    id: 'maja',
    firstName: 'Maja',
    name: 'Maja Nowak',
    role: 'Back office',
    isAdmin: false,
    hasProjects: false,
    dropbox: { email: 'maja@example.com', plan: 'professional' },
  },
  {
    id: 'lukas',
    firstName: 'Lukas',
    name: 'Lukas Martin',
    role: 'Administrator',
    isAdmin: true,
    hasProjects: true,
    dropbox: { email: 'lukas@example.com', plan: 'business' },
  },
]

/** The tenant that everybody belongs to. */
export const tenantId = 'demo'

/** The person with an id; `null` for a stranger. */
export function personById(id: string | undefined): Person | null {
  return people.find((person) => person.id === id) ?? null
}
