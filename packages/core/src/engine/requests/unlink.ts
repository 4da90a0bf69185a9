import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Settings } from '../pass.ts'

/** Ends a link: files stay on both sides, and what was bound is remembered for the same account (S18). */
export async function unlinkLink({ store }: Settings, linkId: string): Promise<void> {
  const writes: StoreWrite[] = [{ type: 'updateLink', set: { status: 'revoked' } }]
  for (const enrolment of await store.enrolments(linkId)) {
    // Linked again, the same account is compared as a whole.
    writes.push({ type: 'markDirty', key: { type: 'record', record: enrolment.record } })
    for (const baseline of await store.baselinesOfRecord(linkId, enrolment.record)) {
      if (baseline.status === 'on') writes.push({ type: 'putBaseline', baseline: { ...baseline, status: 'suspended' } })
    }
  }
  await store.commitUserRequest(linkId, writes)
}
