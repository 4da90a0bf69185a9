import type { components } from './schema.gen.ts'

type Schemas = components['schemas']

/** What a user has linked; see `state`. */
export type Connection = Schemas['Connection']
/** The linked account, as Dropbox reports it. */
export type Account = Schemas['Account']
/** One object of a module, e.g. `{ module: 'companies', id: '1001' }`. */
export type RecordRef = Schemas['RecordRef']
/** One of the five modules. */
export type Module = Schemas['Module']
/** A record with its state, rights and capabilities. */
export type RecordView = Schemas['RecordView']
/** The state of a record for the current user's link. */
export type RecordSync = Schemas['RecordSync']
/** The state of a file for the current user's link. */
export type FileSync = Schemas['FileSync']
/** A file of a record. */
export type FileEntry = Schemas['FileEntry']
/** A file with its versions and who has a copy. */
export type FileDetails = Schemas['FileDetails']
/** Contents that a file has or had. */
export type FileVersion = Schemas['FileVersion']
/** A file in somebody's Dropbox. */
export type FileCopy = Schemas['FileCopy']
/** Which files of a record are listed alone. */
export type FileStateFilter = Schemas['FileStateFilter']
/** A folder of a record. */
export type FolderEntry = Schemas['FolderEntry']
/** A file that is only in Dropbox, with the reason why it did not come in. */
export type RemoteOnlyEntry = Schemas['RemoteOnlyEntry']
/** A page of one folder. */
export type FilePage = Schemas['FilePage']
/** A right that the user lacks. */
export type MissingRight = Schemas['MissingRight']
/** One thing that happened. */
export type Activity = Schemas['Activity']
/** A page of activity, newest first. */
export type ActivityPage = Schemas['ActivityPage']
/** Two versions of a file that nobody has decided on: the CRM's, which kept the name, and Dropbox's beside it. */
export type Conflict = Schemas['Conflict']
/** What became of an answer about many files. */
export type AnswerResult = Schemas['AnswerResult']
/** What the next pass over a record would do. */
export type Preview = Schemas['Preview']
/** A saved selection of records, or the records themselves. */
export type SegmentRef = Schemas['SegmentRef']
/** What a bulk run would do. */
export type BulkPreflight = Schemas['BulkPreflight']
/** A bulk run with its counts. */
export type BulkRun = Schemas['BulkRun']
/** A record of a bulk run with its end. */
export type BulkRecord = Schemas['BulkRecord']
/** How a record of a bulk run ended. */
export type BulkEnd = Schemas['BulkEnd']
/** How one user's link is, as an administrator sees it. */
export type LinkHealth = Schemas['LinkHealth']
/** A page of the links of a tenant. */
export type TenantHealth = Schemas['TenantHealth']
/** An address for contents, and until when it is good. */
export type ContentUrl = Schemas['ContentUrl']
/** A hint to look again. */
export type ServerEvent = Schemas['ServerEvent']
/** An error as the server answers it (RFC 9457 problem details). */
export type Problem = Schemas['Problem']
