import { useQuery } from '@tanstack/react-query'
import { createSyncClient, httpAdapter } from '@twinfolder/client'
import { TwinfolderProvider } from '@twinfolder/react'
import { useEffect, useMemo } from 'react'
import { Navigate, Route, Routes } from 'react-router'

import { api } from './api.ts'
import { DetailPage } from './pages/DetailPage.tsx'
import { ListPage } from './pages/ListPage.tsx'
import { MarketplacePage } from './pages/MarketplacePage.tsx'
import { SignInPage } from './pages/SignInPage.tsx'
import { Shell } from './shell/Shell.tsx'
import { WordsProvider, words } from './words.ts'

/** The whole example: signs in, then shows the CRM around Twinfolder's widgets. */
export function App() {
  const session = useQuery({ queryKey: ['session'], queryFn: api.session })
  const language = session.data?.locale
  const personId = session.data?.person?.id
  // A client per person; their tabs share one stream of events.
  const client = useMemo(() => createSyncClient(httpAdapter({ baseUrl: '/twinfolder', session: personId })), [personId])
  useEffect(() => {
    if (language) document.documentElement.lang = language.startsWith('de') ? 'de' : 'en'
  }, [language])
  if (!session.data) return null
  const { person, people, locale, dropboxPage } = session.data
  return (
    <WordsProvider value={words[locale.startsWith('de') ? 'de' : 'en']}>
      {person ? (
        // A key per person: nothing that one user saw is left for the next.
        <TwinfolderProvider
          key={person.id}
          user={person.id}
          client={client}
          locale={locale}
          timeZone="Europe/Berlin"
          crmName="Demo CRM"
        >
          <Shell person={person} dropboxPage={dropboxPage}>
            <Routes>
              <Route path="/" element={<Navigate to="/companies" replace />} />
              <Route path="/marketplace" element={<MarketplacePage />} />
              <Route path="/:module" element={<ListPage />} />
              <Route path="/:module/:id" element={<DetailPage />} />
            </Routes>
          </Shell>
        </TwinfolderProvider>
      ) : (
        <SignInPage people={people} />
      )}
    </WordsProvider>
  )
}
