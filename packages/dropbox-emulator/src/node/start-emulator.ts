import type { Server } from 'node:http'

import { createAdaptorServer } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

import { createDropboxEmulator } from '../emulator.ts'
import type { DropboxEmulator, DropboxEmulatorOptions } from '../emulator.ts'
import { openDataFolder } from './data-folder.ts'
import { createSite } from './site.ts'

export interface StartOptions {
  /** 0 takes a free one. @default 4700 */
  readonly port?: number | undefined
  /** @default '127.0.0.1' */
  readonly host?: string | undefined
  /** Folder that keeps everything across restarts. @default nothing is kept */
  readonly data?: string | undefined
  /** An emulator to serve; one is made when it is not given. Cannot be combined with `data`. */
  readonly emulator?: DropboxEmulator | undefined
  /** For the emulator that is made. */
  readonly options?: Omit<DropboxEmulatorOptions, 'contents' | 'snapshot'> | undefined
  /** Called before the first request is answered, e.g. to add what the data folder does not have. */
  readonly prepare?: ((emulator: DropboxEmulator) => void | Promise<void>) | undefined
}

export interface RunningEmulator {
  /** `http://127.0.0.1:4700`: put a Dropbox host behind it, as in `…/api.dropboxapi.com/2/files/list_folder`. */
  readonly url: string
  readonly emulator: DropboxEmulator
  /** Saves what is not saved yet and stops answering. Can be called again. */
  close(): Promise<void>
}

/**
 * Serves an emulator over HTTP: each Dropbox host as first segment of the path, a page for people at `/_emulator/`,
 * and a JSON API below `/_emulator/api/`.
 *
 * @throws Error that names the port when it is taken
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const { port = 4700, host = '127.0.0.1', data, emulator: given } = options
  if (given && data !== undefined) {
    throw new TypeError('Give either an emulator or a data folder: an emulator keeps its contents where it was made.')
  }
  const folder = data === undefined ? null : await openDataFolder(data)
  const emulator =
    given ??
    createDropboxEmulator({
      ...options.options,
      ...(folder ? { contents: folder.contents, snapshot: folder.snapshot ?? undefined } : {}),
    })
  folder?.keepSaving(emulator)
  const site = createSite(emulator)
  const server = createAdaptorServer({
    async fetch(request: Request, { outgoing }: { readonly outgoing: { destroy(): unknown } }) {
      const response = await site(request)
      if (response.type !== 'error') return response
      outgoing.destroy()
      return RESPONSE_ALREADY_SENT
    },
    overrideGlobalObjects: false,
  }) as Server
  try {
    await options.prepare?.(emulator)
    const taken = await listen(server, port, host)
    let closing: Promise<void> | null = null
    const stop = async () => {
      emulator.close()
      await closeServer(server)
      await folder?.close()
    }
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
      emulator,
      close: () => (closing ??= stop()),
    }
  } catch (error) {
    emulator.close()
    await folder?.close()
    throw error
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} of ${host} is taken: choose another one, or stop what listens there.`, {
              cause: error,
            })
          : error,
      )
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
