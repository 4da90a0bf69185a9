import type { Person } from '../api.ts'

/** A person's initials on their colour. Renders a `<span>`, hidden from screen readers. */
export function Avatar({ person }: { readonly person: Person }) {
  const initials = person.name
    .split(' ')
    .map((part) => part[0])
    .join('')
  return <span className="avatar" data-person={person.id} data-initials={initials} aria-hidden="true" />
}
