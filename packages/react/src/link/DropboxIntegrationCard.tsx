import { FilesSkeleton } from '../files/FilesSkeleton.tsx'
import { later } from '../messages/later.tsx'

/** Props of {@link DropboxIntegrationCard}. */
export interface DropboxIntegrationCardProps {
  readonly className?: string | undefined
  /** The level of the heading "Dropbox" in the outline of your page. @default 3 */
  readonly headingLevel?: 2 | 3 | 4 | undefined
}

const ConnectionCard = later({
  load: async () => (await import('./ConnectionCard.tsx')).ConnectionCard,
  parts: ['card', 'activity', 'explain'],
  fallback: ({ classes }) => (
    <div className={classes}>
      <FilesSkeleton rows={2} />
    </div>
  ),
})

/**
 * The user's own link to Dropbox, for a page of integrations: connect, reconnect, pause, another account, disconnect, and what has
 * happened lately. Renders an `<article>` named "Dropbox".
 */
export function DropboxIntegrationCard({ className, headingLevel = 3 }: DropboxIntegrationCardProps) {
  const classes = className ? `tf-root tf-card ${className}` : 'tf-root tf-card'
  return <ConnectionCard classes={classes} headingLevel={headingLevel} />
}
