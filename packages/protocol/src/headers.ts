/** Both sides send it; the value is {@link PROTOCOL_VERSION}. As no form can set it, it also guards against CSRF. */
export const PROTOCOL_HEADER = 'twinfolder-protocol'

/** Raised with each change that an older client or server would misread. */
export const PROTOCOL_VERSION = '1'

/** On requests that create something: the same key gives the same answer again. */
export const IDEMPOTENCY_HEADER = 'idempotency-key'
