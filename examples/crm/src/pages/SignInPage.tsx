import { useQueryClient } from '@tanstack/react-query'

import { type Person, api } from '../api.ts'
import { Avatar } from '../shell/Avatar.tsx'
import { useWords } from '../words.ts'

/** Chooses who uses the CRM. */
export function SignInPage({ people }: { readonly people: readonly Person[] }) {
  const words = useWords()
  const queries = useQueryClient()
  const signIn = async (person: Person): Promise<void> => {
    await api.signIn(person.id)
    // Nothing that was read before belongs to this person.
    await queries.resetQueries()
  }
  return (
    <main className="sign-in">
      <p className="brand">Demo CRM</p>
      <h1>{words.tagline}</h1>
      <p className="muted">{words.signInHint}</p>
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" aria-label={words.signInAs(person.firstName)} onClick={() => void signIn(person)}>
              <Avatar person={person} />
              <span>
                <strong>{person.name}</strong>
                <small>{person.role}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </main>
  )
}
