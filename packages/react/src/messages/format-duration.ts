import type { Texts } from './language.ts'

/** An estimate as people read it, e.g. `About 4 minutes`. */
export function formatDuration(seconds: number, messages: Texts): string {
  if (seconds < 60) return messages['duration.seconds']
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90
    ? messages['duration.minutes']({ n: minutes })
    : messages['duration.hours']({ n: Math.ceil(minutes / 60) })
}
