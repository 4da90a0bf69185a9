import { useStore } from './store.ts'
import { useServices } from './twinfolder-context.ts'

/** The one polite live region of a provider. Invisible. Renders an element with the role `status`. */
export function Announcer() {
  const { announcement } = useServices()
  return (
    <div className="tf-hidden" role="status">
      {useStore(announcement, (text) => text)}
    </div>
  )
}
