import { useServices } from './twinfolder-context.ts'
import { useStore } from './store.ts'

/** How often to ask without being told: rarely while hints arrive live, every five seconds while they do not. */
export function usePollInterval(liveMs: number | false): number | false {
  const { live } = useServices()
  return useStore(live, (status) => (status === 'down' ? 5000 : liveMs))
}
