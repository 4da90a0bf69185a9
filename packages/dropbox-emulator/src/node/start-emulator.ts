import type { Server } from 'node:http'

import { createDropboxEmulator } from '../emulator.ts'
import type { DropboxEmulator, DropboxEmulatorOptions } from '../emulator.ts'
import { openDataFolder } from './data-folder.ts'
import { createFetchServer } from './fetch-server.ts'
import { createSite } from './site.ts'
import { StartError } from './start-error.ts'
import { temporaryContents } from './temporary-contents.ts'

export interface StartOptions {
  /** 0 takes a free one. @default 4700 */
  readonly port?: number | undefined
  /** @default '127.0.0.1' */
  readonly host?: string | undefined
  /**
   * Folder that keeps everything across restarts, also when the process is killed: what was answered is on disk.
   *
   * @default nothing is kept; large contents are in a temporary folder meanwhile
   */
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
 * @throws StartError
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const { port = 4700, host = '127.0.0.1', data, emulator: given } = options
  if (given && data !== undefined) {
    throw new TypeError('Give either an emulator or a data folder: an emulator keeps its contents where it was made.')
  }
  const folder = data === undefined ? null : await openDataFolder(data)
  const temporary = folder || given ? null : await temporaryContents()
  const contents = folder?.contents ?? temporary?.contents
  const emulator =
    given ?? createDropboxEmulator({ ...options.options, contents, snapshot: folder?.snapshot ?? undefined })
  folder?.keepSaving(emulator)
  const site = createSite(emulator)
  const server = createFetchServer({
    address: site.address,
    async answer(request) {
      const response = await site.answer(request)
      if (request.method !== 'GET' && request.url.includes('/_emulator/')) folder?.look()
      await folder?.saved()
      return response
    },
  })
  const release = async () => {
    emulator.close()
    await folder?.close()
    await temporary?.remove()
  }
  try {
    await options.prepare?.(emulator)
    const taken = await listen(server, port, host)
    let closing: Promise<void> | null = null
    const stop = async () => {
      emulator.close()
      await closeServer(server)
      await release()
    }
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
      emulator,
      close: () => (closing ??= stop()),
    }
  } catch (error) {
    await release()
    throw error
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error, port, host))
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): StartError {
  return error.code === 'EADDRINUSE'
    ? new StartError(
        'port_taken',
        `Port ${port} of ${host} is taken: choose another one, or stop what listens there.`,
        {
          cause: error,
        },
      )
    : new StartError('address_unavailable', `Port ${port} of ${host} cannot be listened on: ${error.message}.`, {
        cause: error,
      })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
