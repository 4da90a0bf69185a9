import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate for Dropbox's hosts that only the contestants are told to trust. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  /** Where `cert` is, for programs that want a file. */
  readonly path: string
}

const hosts = ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com', 'www.dropbox.com']

/** Makes one with `openssl`; `null` where that is not installed. */
export function makeCertificate(folder: string): Certificate | null {
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = hosts.map((host) => `DNS:${host}`).join(',')
  const kind = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' ')
  const subject = ['-subj', '/CN=Twinfolder benchmark', '-addext', `subjectAltName=${names}`]
  const made = spawnSync('openssl', [...kind, ...subject, '-keyout', key, '-out', path])
  return made.status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8'), path } : null
}
