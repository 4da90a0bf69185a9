// Generated from openapi.json by `pnpm generate:protocol`. Do not edit.
export interface paths {
    readonly "/records/{module}/{recordId}/detached": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["answerDetached"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/held": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["answerHeld"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection/hold": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["answerHold"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection/link": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["beginLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/bulk/{bulkId}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["cancelBulk"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection/complete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["completeLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/folders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["createFolder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/delete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["deleteFiles"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/folders/delete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["deleteFolder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/find": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["findFiles"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/bulk/{bulkId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getBulk"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getConnection"];
        readonly put?: never;
        readonly post?: never;
        readonly delete: operations["unlink"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/{fileId}/content-url": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getContentUrl"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/{fileId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getFile"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getRecord"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tenant/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getTenantHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listBulk"];
        readonly put?: never;
        readonly post: operations["startBulk"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/bulk/{bulkId}/records": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listBulkRecords"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/conflicts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listConflicts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listFiles"];
        readonly put?: never;
        readonly post: operations["uploadFile"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection/activity": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listLinkActivity"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/activity": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listRecordActivity"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tenant/activity": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["listTenantActivity"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/move": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["moveFiles"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/folders/move": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["moveFolder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["pauseLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/sync/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["pauseSync"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/bulk/preflight": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["preflightBulk"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/sync/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["previewSync"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/{fileId}/rename": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["renameFile"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/sync": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["requestSync"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/conflicts/resolve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["resolveConflict"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["restoreFiles"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/files/{fileId}/restore-version": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["restoreVersion"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/connection/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["resumeLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/sync/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["resumeSync"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/bulk/{bulkId}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["retryBulk"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/sync/stop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["stopSync"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["streamEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/records/{module}/{recordId}/activity/{activityId}/undo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["undoActivity"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly AnswerResult: {
            readonly done: number;
            readonly failed: readonly {
                readonly id: string;
                readonly code: components["schemas"]["ErrorCode"];
            }[];
        };
        /** @enum {string} */
        readonly ErrorCode: "bad_request" | "name_invalid" | "state_invalid" | "unauthenticated" | "forbidden" | "csrf_refused" | "content_url_expired" | "not_found" | "record_unknown" | "file_unknown" | "folder_unknown" | "segment_unknown" | "bulk_unknown" | "body_timeout" | "not_linked" | "account_already_linked" | "version_conflict" | "name_taken" | "upload_unsupported" | "link_busy" | "content_changed" | "file_too_large" | "unsupported_media_type" | "range_invalid" | "protocol_mismatch" | "rate_limited" | "internal" | "remote_unavailable" | "unavailable" | "network" | "aborted" | "unexpected_answer" | "remote_busy" | "link_revoked" | "link_paused" | "account_unsupported" | "app_user_limit" | "consent_denied" | "insufficient_space" | "cursor_reset" | "precondition_failed" | "hash_mismatch" | "name_refused" | "folder_name_taken" | "path_too_long" | "not_downloadable" | "no_write_permission" | "newer_version_too_large" | "host_unavailable" | "host_refused" | "host_full" | "missing_right" | "record_gone" | "record_invisible" | "folder_missing" | "removed_in_remote" | "changed_after_delete" | "conflict" | "deletion_held" | "files_vanished" | "edited_often" | "undo_expired" | "not_in_a_record" | "scanner_refused" | "lease_lost" | "cancelled" | "unexpected";
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly code: components["schemas"]["ErrorCode"];
            readonly detail: string | null;
            readonly requestId: string;
            readonly limitBytes?: number | null;
            readonly retryAfterSeconds?: number | null;
        };
        /** @enum {string} */
        readonly Module: "contacts" | "companies" | "projects" | "meetings" | "products";
        readonly Connection: components["schemas"]["ConnectionNone"] | components["schemas"]["ConnectionLinked"] | components["schemas"]["ConnectionReconnect"] | components["schemas"]["ConnectionRefused"];
        readonly ConnectionNone: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly state: "none";
            readonly appFolder: string;
            /** @enum {string} */
            readonly accountPolicy: "refuseProfessional" | "refuseAllIndividualPaid" | "acceptEveryAccount" | "custom";
        };
        readonly ConnectionLinked: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly state: "linked";
            readonly appFolder: string;
            /** @enum {string} */
            readonly accountPolicy: "refuseProfessional" | "refuseAllIndividualPaid" | "acceptEveryAccount" | "custom";
            readonly account: components["schemas"]["Account"];
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly since: string;
            /** @enum {string} */
            readonly health: "ok" | "waiting" | "paused" | "held";
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly blockedUntil: string | null;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly lastOkAt: string | null;
            readonly records: number;
            readonly hold: {
                readonly vanished: number;
            } | null;
        };
        /** @description The linked account, as Dropbox reports it. */
        readonly Account: {
            readonly email: string;
            readonly name: string;
            readonly type: string;
        };
        readonly ConnectionReconnect: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly state: "reconnect";
            readonly appFolder: string;
            /** @enum {string} */
            readonly accountPolicy: "refuseProfessional" | "refuseAllIndividualPaid" | "acceptEveryAccount" | "custom";
            readonly account: components["schemas"]["Account"];
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly since: string;
        };
        readonly ConnectionRefused: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly state: "refused";
            readonly appFolder: string;
            /** @enum {string} */
            readonly accountPolicy: "refuseProfessional" | "refuseAllIndividualPaid" | "acceptEveryAccount" | "custom";
            readonly code: components["schemas"]["ReasonCode"];
            readonly reported: string;
        };
        /** @enum {string} */
        readonly ReasonCode: "remote_busy" | "remote_unavailable" | "link_revoked" | "link_paused" | "account_unsupported" | "account_already_linked" | "app_user_limit" | "consent_denied" | "state_invalid" | "insufficient_space" | "cursor_reset" | "precondition_failed" | "content_changed" | "hash_mismatch" | "not_found" | "name_refused" | "folder_name_taken" | "path_too_long" | "not_downloadable" | "no_write_permission" | "file_too_large" | "newer_version_too_large" | "host_unavailable" | "host_refused" | "host_full" | "name_taken" | "missing_right" | "record_gone" | "record_invisible" | "upload_unsupported" | "folder_missing" | "removed_in_remote" | "changed_after_delete" | "conflict" | "deletion_held" | "files_vanished" | "edited_often" | "undo_expired" | "not_in_a_record" | "scanner_refused" | "lease_lost" | "cancelled" | "unexpected";
        readonly BulkRun: {
            readonly id: string;
            readonly module: components["schemas"]["Module"] | null;
            /** @enum {string} */
            readonly state: "running" | "done" | "cancelled";
            readonly total: number;
            readonly ends: {
                readonly synced: number;
                readonly emptyFolder: number;
                readonly oneWay: number;
                readonly nothingToDo: number;
                readonly skipped: number;
                readonly failed: number;
                readonly cancelled: number;
            };
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly startedAt: string;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly endedAt: string | null;
            readonly retryOf: string | null;
        };
        readonly FolderEntry: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly kind: "folder";
            readonly name: string;
            readonly folder: components["schemas"]["Folder"];
            readonly fileCount: number | null;
        };
        /** @description Names from the record's root; the root is the empty list. */
        readonly Folder: readonly string[];
        readonly FileEntry: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly kind: "file";
            readonly id: string;
            readonly name: string;
            readonly folder: components["schemas"]["Folder"];
            readonly sizeBytes: number;
            readonly mediaType: string;
            readonly version: string;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly updatedAt: string;
            readonly updatedBy: string | null;
            /** @enum {string} */
            readonly via: "host" | "remote";
            readonly sync: components["schemas"]["FileSync"] | null;
            readonly copies: readonly string[];
        };
        readonly FileSync: {
            /** @enum {string} */
            readonly state: "synced" | "waiting" | "uploading" | "downloading" | "onlyInHost" | "onlyInDropbox" | "conflict" | "held" | "blocked" | "failed";
            readonly code: components["schemas"]["ReasonCode"] | null;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly retryAt: string | null;
        };
        readonly ContentUrl: {
            readonly url: string;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly expiresAt: string;
        };
        readonly FileDetails: {
            readonly file: components["schemas"]["FileEntry"];
            readonly contentHash: string | null;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly createdAt: string | null;
            readonly createdBy: string | null;
            readonly versions: readonly components["schemas"]["FileVersion"][];
            readonly copies: readonly components["schemas"]["FileCopy"][];
        };
        readonly FileVersion: {
            readonly version: string;
            readonly sizeBytes: number;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly updatedAt: string;
            readonly updatedBy: string | null;
            /** @enum {string} */
            readonly via: "host" | "remote";
            readonly isCurrent: boolean;
        };
        readonly FileCopy: {
            readonly firstName: string;
            readonly isMine: boolean;
            readonly path: string | null;
            readonly url: string | null;
            /** @enum {string} */
            readonly state: "present" | "removed" | "left";
        };
        readonly RecordView: {
            readonly record: components["schemas"]["RecordRef"];
            readonly name: string | null;
            readonly number: string | null;
            readonly sync: components["schemas"]["RecordSync"];
            readonly access: {
                readonly read: boolean;
                readonly write: boolean;
                readonly missing: readonly components["schemas"]["MissingRight"][];
            };
            readonly capabilities: {
                readonly upload: boolean;
                readonly rename: boolean;
                readonly move: boolean;
                readonly trash: boolean;
                /** @enum {string} */
                readonly folders: "none" | "flat" | "nested";
                readonly emptyFolders: boolean;
                readonly versions: boolean;
                readonly findByHash: boolean;
            };
            readonly maxFileBytes: number;
            readonly remoteFolderUrl: string | null;
            readonly waitingFor: components["schemas"]["ReasonCode"] | null;
            readonly alsoSyncedBy: readonly string[];
        };
        readonly RecordRef: {
            readonly module: components["schemas"]["Module"];
            readonly id: string;
        };
        readonly RecordSync: {
            /** @enum {string} */
            readonly link: "none" | "linking" | "linked" | "reconnect" | "refused";
            /** @enum {string} */
            readonly phase: "notEnrolled" | "waiting" | "syncing" | "settled" | "paused" | "held" | "folderMissing" | "stopped";
            readonly progress: {
                readonly done: number;
                readonly total: number;
                readonly bytes: number;
            } | null;
            /** @enum {string} */
            readonly direction: "both" | "toDropbox";
            readonly missing: readonly components["schemas"]["MissingRight"][];
            readonly attention: number;
            readonly detached: number;
            readonly held: number;
            readonly conflicts: number;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly lastSettledAt: string | null;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly checkedAt: string | null;
        };
        readonly MissingRight: {
            readonly code: string;
            readonly label: string;
            readonly howTo: string | null;
        };
        /** @description Links that are not revoked, in the order of their ids. */
        readonly TenantHealth: {
            readonly rows: readonly components["schemas"]["LinkHealth"][];
            readonly next: string | null;
        };
        readonly LinkHealth: {
            readonly userId: string;
            readonly firstName: string;
            /** @enum {string} */
            readonly health: "ok" | "waiting" | "paused" | "held" | "reconnect";
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly since: string;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly lastOkAt: string | null;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly blockedUntil: string | null;
            readonly trouble: components["schemas"]["ReasonCode"] | null;
        };
        readonly BulkRecord: {
            readonly record: components["schemas"]["RecordRef"];
            readonly name: string | null;
            readonly number: string | null;
            readonly end: components["schemas"]["BulkEnd"] | null;
            readonly code: components["schemas"]["ReasonCode"] | null;
        };
        /** @enum {string} */
        readonly BulkEnd: "synced" | "emptyFolder" | "oneWay" | "nothingToDo" | "skipped" | "failed" | "cancelled";
        readonly Conflict: {
            readonly folder: components["schemas"]["Folder"];
            readonly host: components["schemas"]["ConflictVersion"];
            readonly remote: components["schemas"]["ConflictVersion"];
            readonly choices: readonly ("host" | "remote" | "both")[];
        };
        readonly ConflictVersion: {
            readonly fileId: string;
            readonly name: string;
            readonly sizeBytes: number;
            readonly mediaType: string;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly updatedAt: string;
            readonly updatedBy: string | null;
        };
        readonly FilePage: {
            readonly entries: readonly (components["schemas"]["FileEntry"] | components["schemas"]["FolderEntry"])[];
            readonly total: number | null;
            readonly offset: number;
            readonly remoteOnly: readonly components["schemas"]["RemoteOnlyEntry"][];
        };
        readonly RemoteOnlyEntry: {
            /** @enum {string} */
            readonly kind: "remoteOnly";
            readonly fileId: string | null;
            readonly name: string;
            readonly folder: components["schemas"]["Folder"];
            readonly sync: components["schemas"]["FileSync"];
        };
        /** @enum {string} */
        readonly FileStateFilter: "attention" | "waiting" | "onlyInHost" | "onlyInDropbox" | "synced";
        readonly ActivityPage: {
            readonly rows: readonly components["schemas"]["Activity"][];
            readonly next: string | null;
        };
        readonly Activity: {
            readonly id: string;
            /**
             * Format: date-time
             * @description UTC ISO text.
             */
            readonly at: string;
            readonly record: components["schemas"]["RecordRef"] | null;
            readonly fileId: string | null;
            readonly subject: string;
            readonly code: string;
            /** @enum {string|null} */
            readonly direction: "toDropbox" | "toHost" | null;
            readonly actor: string;
            /** @enum {string} */
            readonly via: "host" | "remote";
            readonly details: {
                readonly [key: string]: string;
            };
            readonly undo: {
                /**
                 * Format: date-time
                 * @description UTC ISO text.
                 */
                readonly until: string;
            } | null;
        };
        readonly BulkPreflight: {
            readonly records: number;
            readonly files: number | null;
            readonly bytes: number | null;
            readonly estimatedSeconds: number | null;
            readonly excluded: readonly {
                readonly code: components["schemas"]["ReasonCode"];
                readonly count: number;
            }[];
        };
        readonly SegmentRef: {
            readonly module: components["schemas"]["Module"];
            readonly id: string;
        } | {
            readonly records: readonly components["schemas"]["RecordRef"][];
        };
        readonly Preview: {
            readonly toRemote: {
                readonly files: number;
                readonly bytes: number;
            };
            readonly toHost: {
                readonly files: number;
                readonly bytes: number;
            };
            readonly alike: number;
            readonly movedInRemote: number;
            readonly deletedInRemote: number;
            readonly conflicts: number;
            readonly excluded: readonly {
                readonly code: components["schemas"]["ReasonCode"];
                readonly count: number;
                readonly examples: readonly string[];
            }[];
        };
        /** @description A hint to look again; never the truth itself. */
        readonly ServerEvent: components["schemas"]["RecordEvent"] | components["schemas"]["ProgressEvent"] | components["schemas"]["ConnectionEvent"] | components["schemas"]["BulkEvent"] | components["schemas"]["ResyncEvent"];
        readonly RecordEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "record";
            readonly record: components["schemas"]["RecordRef"];
        };
        readonly ProgressEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "progress";
            readonly record: components["schemas"]["RecordRef"];
            readonly fileId: string | null;
            /** @enum {string} */
            readonly state: "uploading" | "downloading";
            readonly sentBytes: number;
            readonly totalBytes: number;
        };
        readonly ConnectionEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "connection";
        };
        readonly BulkEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "bulk";
            readonly bulkId: string;
        };
        readonly ResyncEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "resync";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly answerDetached: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly answer: "putBack" | "deleteHere";
                    /** @description Ids of files; null for all that it is about. */
                    readonly files: readonly string[] | null;
                };
            };
        };
        readonly responses: {
            /** @description How many it was done for. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnswerResult"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly answerHeld: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly answer: "delete" | "takeBack";
                    /** @description Ids of files; null for all that it is about. */
                    readonly files: readonly string[] | null;
                };
            };
        };
        readonly responses: {
            /** @description How many it was done for. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnswerResult"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly answerHold: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly answer: "putBack" | "stop";
                };
            };
        };
        readonly responses: {
            /** @description The connection. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly beginLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly mode: "popup" | "redirect";
                    /** @default / */
                    readonly returnTo?: string;
                    /** @default false */
                    readonly useAnotherAccount?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description The address of the consent page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly authorizeUrl: string;
                        readonly expiresAt: string;
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelBulk: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly bulkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkRun"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly completeLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly callbackUrl: string;
                };
            };
        };
        readonly responses: {
            /** @description The connection after linking. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createFolder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly folder: components["schemas"]["Folder"];
                };
            };
        };
        readonly responses: {
            /** @description The folder. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FolderEntry"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteFiles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly files: readonly {
                        readonly id: string;
                        readonly version: string;
                    }[];
                };
            };
        };
        readonly responses: {
            /** @description What was deleted and what was not. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly deleted: readonly string[];
                        readonly failed: readonly {
                            readonly id: string;
                            readonly code: components["schemas"]["ErrorCode"];
                        }[];
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteFolder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly folder: components["schemas"]["Folder"];
                };
            };
        };
        readonly responses: {
            /** @description What was deleted and what was not. Restoring the files brings their folders back; the empty ones are created again. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly deleted: readonly string[];
                        readonly emptyFolders: readonly components["schemas"]["Folder"][];
                        readonly failed: readonly {
                            readonly id: string;
                            readonly code: components["schemas"]["ErrorCode"];
                        }[];
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly findFiles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly hashes: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description One file for each hash that is here. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly matches: readonly {
                            readonly hash: string;
                            readonly file: components["schemas"]["FileEntry"];
                        }[];
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getBulk: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly bulkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkRun"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getConnection: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The connection of the current user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly unlink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The connection after unlinking. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getContentUrl: {
        readonly parameters: {
            readonly query?: {
                readonly inline?: "true" | "false";
                readonly version?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
                readonly fileId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A signed address. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContentUrl"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
                readonly fileId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FileDetails"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getRecord: {
        readonly parameters: {
            readonly query?: {
                readonly watch?: "true" | "false";
            };
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordView"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getTenantHealth: {
        readonly parameters: {
            readonly query?: {
                readonly after?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of links. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TenantHealth"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listBulk: {
        readonly parameters: {
            readonly query?: {
                readonly module?: components["schemas"]["Module"];
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly runs: readonly components["schemas"]["BulkRun"][];
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly startBulk: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly segment: components["schemas"]["SegmentRef"];
                };
            };
        };
        readonly responses: {
            /** @description The run. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkRun"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listBulkRecords: {
        readonly parameters: {
            readonly query?: {
                readonly end?: components["schemas"]["BulkEnd"];
                readonly offset?: number | null;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly bulkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of records. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly rows: readonly components["schemas"]["BulkRecord"][];
                        readonly total: number;
                        readonly offset: number;
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listConflicts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Oldest first, at most a hundred. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly conflicts: readonly components["schemas"]["Conflict"][];
                    };
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listFiles: {
        readonly parameters: {
            readonly query?: {
                /** @description Names from the record root, each percent-encoded, joined by "/"; the root is empty. */
                readonly folder?: string;
                readonly offset?: number | null;
                readonly limit?: number;
                readonly sort?: "name" | "-name" | "updatedAt" | "-updatedAt" | "sizeBytes" | "-sizeBytes" | "type" | "-type";
                readonly search?: string;
                readonly state?: components["schemas"]["FileStateFilter"];
            };
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of the folder. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FilePage"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly uploadFile: {
        readonly parameters: {
            readonly query: {
                /** @description Names from the record root, each percent-encoded, joined by "/"; the root is empty. */
                readonly folder?: string;
                readonly name: string;
            };
            readonly header?: {
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/octet-stream": unknown;
            };
        };
        readonly responses: {
            /** @description The new file. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FileEntry"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listLinkActivity: {
        readonly parameters: {
            readonly query?: {
                readonly before?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ActivityPage"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRecordActivity: {
        readonly parameters: {
            readonly query?: {
                readonly before?: string;
                readonly limit?: number;
                readonly fileId?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ActivityPage"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listTenantActivity: {
        readonly parameters: {
            readonly query?: {
                readonly before?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ActivityPage"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly moveFiles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly files: readonly {
                        readonly id: string;
                        readonly version: string;
                    }[];
                    readonly folder: components["schemas"]["Folder"];
                };
            };
        };
        readonly responses: {
            /** @description How many were moved, and what was not. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnswerResult"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly moveFolder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly folder: components["schemas"]["Folder"];
                    readonly to: components["schemas"]["Folder"];
                };
            };
        };
        readonly responses: {
            /** @description How many files were moved, and what was not. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnswerResult"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly pauseLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The connection. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly pauseSync: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordSync"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly preflightBulk: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly segment: components["schemas"]["SegmentRef"];
                };
            };
        };
        readonly responses: {
            /** @description Counts and exclusions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkPreflight"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly previewSync: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Counts and exclusions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly renameFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
                readonly fileId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly name: string;
                    readonly version: string;
                };
            };
        };
        readonly responses: {
            /** @description The file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FileEntry"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly requestSync: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the record, usually waiting. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordSync"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resolveConflict: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly fileId: string;
                    readonly copyId: string;
                    /** @enum {string} */
                    readonly keep: "host" | "remote" | "both";
                };
            };
        };
        readonly responses: {
            /** @description The state of the record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordSync"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly restoreFiles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly files: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description How many came back. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnswerResult"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly restoreVersion: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
                readonly fileId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly version: string;
                    readonly expectedVersion: string;
                };
            };
        };
        readonly responses: {
            /** @description The file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FileEntry"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resumeLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The connection. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resumeSync: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordSync"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly retryBulk: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly bulkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new run. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkRun"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly stopSync: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordSync"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly streamEvents: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "last-event-id"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Events. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": components["schemas"]["ServerEvent"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly undoActivity: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly module: components["schemas"]["Module"];
                readonly recordId: string;
                readonly activityId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordSync"];
                };
            };
            /** @description What went wrong, with a code. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
