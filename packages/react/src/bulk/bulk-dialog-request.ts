import type { SegmentRef } from '@twinfolder/protocol'

/** What the bulk dialog of the provider shows: the question about a segment, or a run. */
export type BulkDialogRequest = { readonly segment: SegmentRef } | { readonly bulkId: string }
