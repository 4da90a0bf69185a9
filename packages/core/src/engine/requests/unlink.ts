import type { Settings } from '../pass.ts'

/** Ends a link: files stay on both sides, and what was bound is kept for the same account (S18). */
export async function unlinkLink({ store }: Settings, linkId: string): Promise<void> {
  await store.commitUserRequest(linkId, [{ type: 'updateLink', set: { status: 'revoked', hold: null } }])
}
