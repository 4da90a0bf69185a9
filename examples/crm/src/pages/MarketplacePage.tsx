import { DropboxIntegrationCard } from '@twinfolder/react'
import { useState } from 'react'

import { useWords } from '../words.ts'

/** The marketplace: a search field and the integrations that match. */
export function MarketplacePage() {
  const words = useWords()
  const [search, setSearch] = useState('')
  const matches = (text: string): boolean => text.toLowerCase().includes(search.trim().toLowerCase())
  const others = [
    { name: words.calendar, about: words.calendarAbout },
    { name: words.telephony, about: words.telephonyAbout },
    { name: words.invoicing, about: words.invoicingAbout },
  ].filter(({ name, about }) => matches(`${name} ${about}`))
  const showDropbox = matches('Dropbox')
  return (
    <>
      <div className="list-head">
        <h1>{words.marketplace}</h1>
      </div>
      <input
        type="search"
        className="field wide-search"
        placeholder={words.searchIntegrations}
        aria-label={words.searchIntegrations}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="integrations">
        {showDropbox ? (
          <li>
            <DropboxIntegrationCard headingLevel={2} />
          </li>
        ) : null}
        {others.map(({ name, about }) => (
          <li key={name} className="card integration">
            <h2>{name}</h2>
            <p>{about}</p>
            <p className="muted">{words.notInstalled}</p>
          </li>
        ))}
      </ul>
      {showDropbox || others.length > 0 ? null : <p className="empty">{words.noIntegration}</p>}
    </>
  )
}
