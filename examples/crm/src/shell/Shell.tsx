import { type Module } from '@twinfolder/protocol'
import { SegmentSyncProgress } from '@twinfolder/react'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'

import type { Person } from '../api.ts'
import { useWords } from '../words.ts'
import { ModuleIcon } from './ModuleIcon.tsx'
import { ProfileMenu } from './ProfileMenu.tsx'

const modules: readonly Module[] = ['contacts', 'companies', 'projects', 'meetings', 'products']

/** The frame of each page: modules on the side, the profile at the top right. */
export function Shell({
  person,
  dropboxPage,
  children,
}: {
  readonly person: Person
  readonly dropboxPage: string | null
  readonly children: ReactNode
}) {
  const words = useWords()
  return (
    <div className="shell">
      <header className="top">
        <NavLink to="/companies" className="brand">
          Demo CRM
        </NavLink>
        <span className="grow" />
        {dropboxPage ? (
          <a className="quiet-link" href={dropboxPage} target="dropbox" rel="noreferrer">
            {words.yourDropbox}
          </a>
        ) : null}
        <ProfileMenu person={person} />
      </header>
      <nav className="side" aria-label="CRM">
        {modules.map((module) => (
          <NavLink key={module} to={`/${module}`}>
            <ModuleIcon module={module} />
            <span>{words.modules[module]}</span>
          </NavLink>
        ))}
      </nav>
      <main className="page">
        <SegmentSyncProgress />
        {children}
      </main>
    </div>
  )
}
