/**
 * How long an answer counts as fresh. The server's hints tell what changed, so a window that comes to the front again, or a second
 * component that shows the same, asks nothing for this long.
 */
export const freshMs = 30_000
