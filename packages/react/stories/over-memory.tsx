import type { Decorator } from '@storybook/react-vite'
import { type MemoryAdapterOptions, consentCallback, memoryAdapter } from '@twinfolder/client/testing'
import { TwinfolderProvider, type TwinfolderProviderProps } from '@twinfolder/react'
import { pseudo } from '@twinfolder/react/locales/pseudo'
import { type ReactNode, useState } from 'react'

interface OverMemoryProps {
  readonly memory: MemoryAdapterOptions
  readonly locale: string
  /** The user at Dropbox's consent page. @default one who allows it */
  readonly authorize?: TwinfolderProviderProps['authorize']
  /** `lost`: what is uploaded does not get through. @default 'there' */
  readonly network?: 'there' | 'lost' | undefined
  readonly children: ReactNode
}

/** A provider over a `memoryAdapter` of its own. Nothing leaves the page. */
export function OverMemory({ memory, locale, authorize = allow, network = 'there', children }: OverMemoryProps) {
  const [adapter] = useState(() => {
    const made = memoryAdapter(memory)
    // What is read is read; what is sent is lost.
    const upload: typeof made.upload = (...sent) => {
      made.setNetwork(network)
      return made.upload(...sent).finally(() => made.setNetwork('there'))
    }
    return { ...made, upload }
  })
  return (
    <TwinfolderProvider
      adapter={adapter}
      locale={locale}
      messages={locale === pseudo.$locale ? pseudo : undefined}
      timeZone="Europe/Berlin"
      crmName="Demo CRM"
      authorize={authorize}
    >
      {children}
    </TwinfolderProvider>
  )
}

/** Puts a story over this memory, e.g. `decorators: [overMemory({ files })]`. */
export function overMemory(
  memory: MemoryAdapterOptions,
  more: Pick<OverMemoryProps, 'authorize' | 'network'> = {},
): Decorator {
  return (Story, { globals }) => (
    <OverMemory memory={memory} locale={String(globals['locale'])} {...more}>
      <Story />
    </OverMemory>
  )
}

function allow(authorizeUrl: string): Promise<string> {
  return Promise.resolve(consentCallback(authorizeUrl))
}
