import './stage.css'

import { TwinfolderProvider } from '@twinfolder/react'
import { type ReactNode, useEffect, useState } from 'react'

import { DropboxPanel } from './DropboxPanel.tsx'
import { createInPage, type InPage } from './in-page.ts'
import { stageWords } from './stage-words.ts'

/** Props of {@link InPageStage}. */
export interface InPageStageProps {
  readonly setup: Parameters<typeof createInPage>[0]
  /** Whether Sofie has linked her Dropbox already. @default false */
  readonly linked?: boolean | undefined
  /** The toolbar's language. */
  readonly locale: string
  /** The record into whose folder a button of the panel puts a file: `Acme GmbH (1001)`. @default no such button */
  readonly dropInto?: string | undefined
  readonly children: ReactNode
}

/** A page of a CRM over the whole chain, and beside it what the user's Dropbox holds. */
export function InPageStage({ setup, linked = false, locale, dropInto, children }: InPageStageProps) {
  const chain = useInPage(setup, linked)
  const words = stageWords(locale)
  if (!chain) return null
  return (
    <TwinfolderProvider
      adapter={chain.adapter}
      locale={locale}
      timeZone="Europe/Berlin"
      crmName="Demo CRM"
      authorize={chain.authorize}
    >
      <div className="stage">
        <div>
          <div className="crm-bar">
            <strong>Demo CRM</strong>
            <span className="muted">Sofie</span>
          </div>
          <main className="crm-page">{children}</main>
        </div>
        <DropboxPanel emulator={chain.emulator} words={words} dropInto={dropInto} />
      </div>
    </TwinfolderProvider>
  )
}

/** A chain of one's own, closed with the story. */
function useInPage(setup: InPageStageProps['setup'], linked: boolean): InPage | null {
  const [chain, setChain] = useState<InPage | null>(null)
  useEffect(() => {
    let isGone = false
    const making = createInPage(setup)
    void making.then(async (made) => {
      if (linked) await made.link()
      if (!isGone) setChain(made)
    })
    return () => {
      isGone = true
      void making.then((made) => made.close())
    }
  }, [setup, linked])
  return chain
}
