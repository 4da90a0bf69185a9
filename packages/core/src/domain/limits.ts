/** The largest file that is synchronised: 50 MiB, inclusive (`docs/sync-rules.md` S11). A host may set its own. */
export const DEFAULT_MAX_FILE_BYTES = 50 * 1024 * 1024
