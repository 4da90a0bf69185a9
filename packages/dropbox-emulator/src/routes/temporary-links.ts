import { pathOf } from '../state/entry.ts'
import { lookupFile } from '../state/view.ts'
import { addWebLink, temporaryLinkLifetimeMs } from '../state/web-links.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { integer, optional, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { revisionMetadata } from '../wire/metadata.ts'
import { readPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import { commitInfo } from './upload.ts'

const getTemporaryLink = userRoute(
  {
    name: 'files/get_temporary_link',
    scope: 'files.content.read',
    about: 'An address that gives a file’s bytes without a token',
    errors: [
      ...under('path', 'malformed_path', 'not_found', 'not_file', 'restricted_content'),
      'email_not_verified',
      'unsupported_file',
    ],
    rules: ['Lasts four hours, then it answers 410', 'Gives the version of the moment it was made'],
  },
  struct({ path: readPath }),
  ({ account, state, view }, { path }) => {
    const { file, revision } = withErrors({ lookup: 'path' }, () => lookupFile(view, path))
    if (!account.isEmailVerified) throw new EndpointError(tagged('email_not_verified'))
    if (revision.exports) throw new EndpointError(tagged('unsupported_file'))
    const shownPath = file ? pathOf(file, view.root) : revision.path
    const secret = addWebLink(state, {
      type: 'temporary',
      accountId: account.profile.accountId,
      rev: revision.rev,
      name: shownPath.slice(shownPath.lastIndexOf('/') + 1),
      expiresAt: state.clock.now() + temporaryLinkLifetimeMs,
    })
    return {
      metadata: revisionMetadata(account, shownPath, revision.fileId, revision),
      link: `https://dl.dropboxusercontent.com/cd/0/get/${secret}/file`,
    }
  },
)

const getTemporaryUploadLink = userRoute(
  {
    name: 'files/get_temporary_upload_link',
    scope: 'files.content.write',
    about: 'An address that takes one upload without a token',
    rules: ['Lasts 60 to 14,400 seconds', 'Answers the content hash only, and 400, 409 or 410 as text'],
  },
  struct({ commit_info: commitInfo, duration: optional(integer(60, 14_400), 14_400) }),
  ({ account, app, state }, arg) => {
    const secret = addWebLink(state, {
      type: 'upload',
      accountId: account.profile.accountId,
      appKey: app.key,
      commit: arg.commit_info,
      expiresAt: state.clock.now() + arg.duration * 1000,
      isUsed: false,
    })
    return { link: `https://content.dropboxapi.com/apitul/1/${secret}` }
  },
)

export const temporaryLinkRoutes = [getTemporaryLink, getTemporaryUploadLink]
