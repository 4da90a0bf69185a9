/** Why a path did not lead to what the caller asked for: a member of Dropbox's `LookupError`. */
export type LookupReason = 'malformed_path' | 'not_found' | 'not_file' | 'not_folder' | 'restricted_content'

/** A path that cannot be looked up. Endpoints wrap it as their own union says. */
export class LookupFailure extends Error {
  override readonly name = 'LookupFailure'
  readonly reason: LookupReason

  constructor(reason: LookupReason) {
    super(`lookup failed: ${reason}`)
    this.reason = reason
  }
}

/** Why a write was refused: a member of Dropbox's `WriteError`; `conflict/…` names what is in the way. */
export type WriteReason =
  | 'malformed_path'
  | 'disallowed_name'
  | 'insufficient_space'
  | 'no_write_permission'
  | 'conflict/file'
  | 'conflict/folder'
  | 'conflict/file_ancestor'
  | 'too_many_write_operations'

/** A write that cannot be done. Endpoints wrap it as their own union says. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure'
  readonly reason: WriteReason

  constructor(reason: WriteReason) {
    super(`write failed: ${reason}`)
    this.reason = reason
  }
}

/** Why a move or copy as a whole makes no sense: a member of Dropbox's `RelocationError`. */
export type RelocationReason =
  | 'cant_copy_shared_folder'
  | 'cant_nest_shared_folder'
  | 'cant_move_folder_into_itself'
  | 'duplicated_or_nested_paths'
  | 'too_many_files'
  | 'insufficient_quota'

export class RelocationFailure extends Error {
  override readonly name = 'RelocationFailure'
  readonly reason: RelocationReason

  constructor(reason: RelocationReason) {
    super(`relocation failed: ${reason}`)
    this.reason = reason
  }
}

/** Why a folder cannot be shared: a member of Dropbox's `SharePathError`. */
export type ShareReason =
  | 'is_file'
  | 'already_shared'
  | 'invalid_path'
  | 'inside_shared_folder'
  | 'contains_shared_folder'
  | 'is_app_folder'
  | 'inside_app_folder'
  | 'contains_app_folder'

export class ShareFailure extends Error {
  override readonly name = 'ShareFailure'
  readonly reason: ShareReason

  constructor(reason: ShareReason) {
    super(`sharing failed: ${reason}`)
    this.reason = reason
  }
}
