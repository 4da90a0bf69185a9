/** Both sides send it; the value is {@link PROTOCOL_VERSION}. As no form can set it, it also guards against CSRF. */
export const PROTOCOL_HEADER = 'twinfolder-protocol'

/** Raised with each change that an older client or server would misread. */
export const PROTOCOL_VERSION = '1'

/** On requests that create something: the same key gives the same answer again. */
export const IDEMPOTENCY_HEADER = 'idempotency-key'

/** On the answer that ends an upload in parts: the id of the file that it became. */
export const FILE_HEADER = 'twinfolder-file'

/** Both sides of an upload in parts send it; the value is {@link TUS_VERSION}. */
export const TUS_HEADER = 'tus-resumable'

/** The version of tus that uploads in parts speak. */
export const TUS_VERSION = '1.0.0'

/** Which extensions of tus a server has. */
export const TUS_EXTENSIONS = ['creation', 'creation-with-upload', 'expiration', 'termination'] as const
