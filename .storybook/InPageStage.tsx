import { TwinfolderProvider } from '@twinfolder/react'
import { type ReactNode, useEffect, useState } from 'react'

import { createInPage, email, type InPage } from './in-page.ts'

type Setup = Parameters<typeof createInPage>[0]

/** Builds the whole chain for a story and shows the Dropbox side beside it. Renders a `<div>`. */
export function InPageStage({
  setup,
  linked,
  locale,
  children,
}: {
  readonly setup: Setup
  readonly linked: boolean
  readonly locale: 'en' | 'de'
  readonly children: ReactNode
}) {
  const [stage, setStage] = useState<InPage | null>(null)
  useEffect(() => {
    let current: InPage | null = null
    let gone = false
    void (async () => {
      current = await createInPage(setup)
      if (linked) await current.link()
      if (gone) await current.close()
      else setStage(current)
    })()
    return () => {
      gone = true
      void current?.close()
    }
  }, [setup, linked])
  if (!stage) return null
  return (
    <TwinfolderProvider
      adapter={stage.adapter}
      locale={locale}
      timeZone="Europe/Berlin"
      crmName="Demo CRM"
      authorize={stage.authorize}
    >
      <div className="story-page story-columns">
        <div>{children}</div>
        <DropboxSide stage={stage} />
      </div>
    </TwinfolderProvider>
  )
}

function DropboxSide({ stage }: { readonly stage: InPage }) {
  const [paths, setPaths] = useState<readonly string[]>([])
  useEffect(() => {
    const look = async (): Promise<void> => {
      const entries = await stage.emulator.accounts.get(email).files.list('', { recursive: true })
      setPaths(entries.map((entry) => (entry.kind === 'folder' ? `${entry.path}/` : entry.path)))
    }
    void look()
    const timer = setInterval(() => void look(), 500)
    return () => clearInterval(timer)
  }, [stage])
  return (
    <section className="story-card" aria-label="Dropbox of Sofie">
      <strong>Dropbox of Sofie</strong>
      <div className="story-dropbox">{paths.length > 0 ? paths.join('\n') : 'Empty'}</div>
    </section>
  )
}
