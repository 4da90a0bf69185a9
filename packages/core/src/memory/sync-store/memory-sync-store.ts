import type { FileCopy } from '../../ports/sync-rows.ts'
import type { SyncStore } from '../../ports/sync-store.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { applyWrites } from './apply-writes.ts'
import { type StoreSnapshot, restoreState, snapshotOf, storeState } from './state.ts'
import { vanishedBaselines } from './vanished.ts'

/** More dirty keys of a record are not counted. */
const COUNTED_KEYS = 1000

/** A {@link SyncStore} in memory, with backups. */
export interface MemorySyncStore extends SyncStore {
  /** All rows as they are now. */
  snapshot(): StoreSnapshot
  /** Goes back to a snapshot, as a database that was restored from a backup (C91). */
  restore(snapshot: StoreSnapshot): void
}

/** The engine's state in memory: for tests and for pages that hold everything. Rows are frozen; commits are atomic. */
export function memorySyncStore(): MemorySyncStore {
  const state = storeState()
  const { links, leases, enrolments, moduleFolders, folderMaps, mirror, baselines } = state
  const { dirty, problems, conflicts, hostListings: listings, activity } = state
  return {
    snapshot: () => snapshotOf(state),
    restore: (snapshot) => restoreState(state, snapshot),

    createLink: async (link) => links.create(link),
    link: async (linkId) => links.get(linkId),
    linkOfUser: async (user, provider) => links.ofUser(user, provider),
    revokedLink: async (user, provider, accountId) => links.revoked(user, provider, accountId),
    linkOfAccount: async (provider, accountId) => links.ofAccount(provider, accountId),
    links: async (status) => links.ofStatus(status),
    linksOfTenant: async (tenantId, provider, page) => links.ofTenant(tenantId, provider, page),

    acquireLease: async (linkId, owner, now, until) =>
      links.get(linkId) === null ? null : leases.acquire(linkId, owner, now, until),
    renewLease: async (lease, until) => leases.renew(lease, until),
    releaseLease: async (lease) => leases.release(lease),
    async commit(lease, writes) {
      leases.assertHeld(lease)
      applyWrites(state, lease.linkId, writes)
    },
    commitUserRequest: async (linkId, writes) => applyWrites(state, linkId, writes),

    enrolment: async (linkId, record) => enrolments.get(linkId, record),
    enrolmentsByRecord: async (linkId, records) => records.map((record) => enrolments.get(linkId, record)),
    enrolments: async (linkId) => enrolments.ofLink(linkId),
    enrolmentsOfRecord: async (record) => enrolments.ofRecord(record),
    moduleFolders: async (linkId) => moduleFolders.ofLink(linkId),
    folderMaps: async (linkId, record) => folderMaps.ofRecord(linkId, record),
    folderMapsByRecord: async (linkId, records) => records.map((record) => folderMaps.ofRecord(linkId, record)),

    mirror: async (linkId, generation, paths) => paths.map((path) => mirror.get(linkId, generation, path)),
    mirrorTree: async (linkId, generation, root) => mirror.tree(linkId, generation, root),
    mirrorTrees: async (linkId, generation, roots) => roots.map((root) => mirror.tree(linkId, generation, root)),
    mirrorById: async (linkId, generation, ids) => ids.map((id) => mirror.byId(linkId, generation, id)),
    mirrorPage: async (linkId, generation, after, limit) => mirror.page(linkId, generation, after, limit),

    baselinesOfRecord: async (linkId, record) => baselines.ofRecord(linkId, record),
    baselinesByRecord: async (linkId, records) => records.map((record) => baselines.ofRecord(linkId, record)),
    haveBaselines: async (linkId, records) => records.map((record) => baselines.ofRecord(linkId, record).length > 0),
    undecidedBaselines: async (linkId, record) => baselines.undecided(linkId, record),
    baselines: async (linkId, record, fileIds) => fileIds.map((fileId) => baselines.get(linkId, record, fileId)),
    baselinesByFile: async (linkId, files) => files.map(({ record, fileId }) => baselines.get(linkId, record, fileId)),
    baselinesByPath: async (linkId, paths) => paths.map((path) => baselines.onAt(linkId, path)),
    baselinesBelow: async (linkId, roots) => [...new Set(roots.flatMap((root) => baselines.below(linkId, root)))],
    baselinesByRemoteId: async (linkId, ids) => [...new Set(ids)].flatMap((id) => baselines.ofRemoteId(linkId, id)),
    copies: async (record, fileIds) =>
      [...new Set(fileIds)].flatMap((fileId) =>
        baselines.ofFile(record, fileId).flatMap(({ linkId, status }): readonly FileCopy[] => {
          const link = links.get(linkId)
          if (link === null || link.status === 'revoked') return []
          return [{ fileId, linkId, firstName: link.firstName, userId: link.user.userId, status }]
        }),
      ),

    countBound: async (linkId, limit = Infinity) => Math.min(limit, baselines.countOn(linkId)),
    countVanished: async (linkId, generation, limit) =>
      Math.min(limit, vanishedBaselines(state, linkId, generation).length),
    vanished: async (linkId, generation) => vanishedBaselines(state, linkId, generation),
    async recordCounts(linkId, record) {
      const rows = baselines.ofRecord(linkId, record)
      return {
        dirty: Math.min(COUNTED_KEYS, dirty.ofRecord(linkId, record).length),
        bound: rows.filter(({ status }) => status === 'on').length,
        detached: rows.filter(({ status }) => status === 'detached').length,
        held: rows.filter(({ deletion }) => deletion === 'held').length,
      }
    },
    conflicts: async (record) =>
      conflicts.ofRecord(record).filter(({ linkId }) => links.get(linkId)?.status !== 'revoked'),

    dirty: async (linkId, of) =>
      dirty
        .list(linkId, of, (record) => enrolments.get(linkId, record)?.status === 'paused')
        .map(({ key, mark }) => ({ key, mark })),
    areDirty: async (linkId, records) =>
      records.map(
        (record) => enrolments.get(linkId, record)?.status !== 'paused' && dirty.ofRecord(linkId, record).length > 0,
      ),
    problems: async (linkId, record) => problems.list(linkId, record),
    problemsByRecord: async (linkId, records) => records.map((record) => problems.list(linkId, record)),
    problemsByKey: async (linkId, keys) => keys.map((key) => problems.get(linkId, key)),
    dueProblems: async (linkId, now, limit) => problems.due(linkId, now, limit),
    activity: async (of, page) => activity.page(of, page),
    activityEntry: async (tenantId, id) => activity.get(tenantId, id),
    countActivity: async (linkId, code, since) => activity.count(linkId, code, since),

    hostMirror: async (record) => listings.get(record)?.rows ?? [],
    putHostListing: async (record, listing, changes) => listings.put(record, listing, changes),
    hostListedAt: async (records) => records.map((record) => listings.get(record)?.at ?? null),
    async dueHostListings(linkId, before, limit) {
      const at = (record: RecordKey): number => {
        const listing = listings.get(record)
        return listing ? epochMsOf(listing.at) : -Infinity
      }
      const end = epochMsOf(before)
      return enrolments
        .ofLink(linkId)
        .filter(({ status, record }) => status === 'active' && at(record) < end)
        .map(({ record }) => record)
        .toSorted((a, b) => at(a) - at(b))
        .slice(0, limit)
    },
    hostFeed: async (tenantId, position, limit) => listings.page(tenantId, position, limit),
  }
}
