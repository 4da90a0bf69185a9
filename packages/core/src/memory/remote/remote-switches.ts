import { SyncError } from '../../sync-error.ts'

/** What can be wrong with an account as a whole. */
export type RemoteSwitches = ReturnType<typeof remoteSwitches>

/** An account that is authorized, writable and has room for `allocatedBytes`; `null` is no limit. */
export function remoteSwitches(allocatedBytes: number | null) {
  let isAuthorized = true
  let isReadOnly = false
  let room = allocatedBytes
  let damages = 0
  return {
    allocatedBytes: (): number | null => room,
    setAllocatedBytes(bytes: number | null): void {
      room = bytes
    },
    setAuthorized(value: boolean): void {
      isAuthorized = value
    },
    setReadOnly(value: boolean): void {
      isReadOnly = value
    },
    addDamage(): void {
      damages += 1
    },
    /** Whether this download is to be damaged. */
    takeDamage(): boolean {
      if (damages === 0) return false
      damages -= 1
      return true
    },
    /** @throws SyncError `link_revoked` */
    assertAuthorized(): void {
      if (!isAuthorized) throw new SyncError('link_revoked', 'The owner of the account has disconnected the app.')
    },
    /** @throws SyncError `no_write_permission` */
    assertWritable(): void {
      if (isReadOnly) throw new SyncError('no_write_permission', 'The app folder is read-only.')
    },
    /** @throws SyncError `insufficient_space` */
    assertRoom(usedBytes: number): void {
      if (room === null || usedBytes <= room) return
      throw new SyncError('insufficient_space', `The account has room for ${room} bytes, not for ${usedBytes}.`)
    },
  }
}
