import type { Link } from '@twinfolder/core'

import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'

/** The user's own link. @throws HttpProblem `not_linked` */
export async function requireLink(
  { provider, stores }: Pick<ServerParts, 'provider' | 'stores'>,
  session: Session,
): Promise<Link> {
  const link = await stores.sync.linkOfUser(session, provider.id)
  if (!link) throw problem('not_linked', 'Link an account first.')
  return link
}
