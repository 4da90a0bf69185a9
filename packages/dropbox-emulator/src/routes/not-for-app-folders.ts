import { ignored } from '../wire/decode.ts'
import { textResponse } from '../wire/respond.ts'
import { userRoute } from '../wire/route.ts'

/** Functions that apps with a folder of their own may not call. For other apps the emulator does not have them. */
const names: readonly string[] = [
  'files/tags/add',
  'files/tags/remove',
  'files/tags/get',
  'files/lock_file_batch',
  'files/unlock_file_batch',
  'files/get_file_lock_batch',
  'sharing/get_file_metadata',
  'sharing/get_file_metadata/batch',
  'sharing/list_file_members',
  'sharing/list_file_members/batch',
  'sharing/list_file_members/continue',
  'sharing/list_received_files',
  'sharing/list_received_files/continue',
  'sharing/add_file_member',
  'sharing/remove_file_member_2',
  'sharing/relinquish_file_membership',
  'sharing/unshare_file',
  'sharing/update_file_member',
  'sharing/add_folder_member',
  'sharing/check_job_status',
  'sharing/check_remove_member_job_status',
  'sharing/check_share_job_status',
  'sharing/get_folder_metadata',
  'sharing/list_folder_members',
  'sharing/list_folder_members/continue',
  'sharing/list_mountable_folders',
  'sharing/list_mountable_folders/continue',
  'sharing/mount_folder',
  'sharing/relinquish_folder_membership',
  'sharing/remove_folder_member',
  'sharing/set_access_inheritance',
  'sharing/transfer_folder',
  'sharing/unmount_folder',
  'sharing/unshare_folder',
  'sharing/update_folder_member',
  'sharing/update_folder_policy',
]

export const routesNotForAppFolders = names.map((name) =>
  userRoute({ name, scope: null, isForAppFolders: false, about: 'Not built' }, ignored, () =>
    textResponse(`The emulator does not have "${name}".`, 501),
  ),
)
