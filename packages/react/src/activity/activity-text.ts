import type { Texts } from '../messages/language.ts'
import type { ActivityMessages } from '../messages/messages.gen.ts'

type ActivityName = keyof ActivityMessages extends infer Key
  ? Key extends `activity.${infer Name}`
    ? Name
    : never
  : never

/** What happened, after the name of what it happened to. A code that this version does not know says nothing. */
export function activityText(messages: Texts<'activity'>, code: string): string {
  const key = `activity.${code}`
  return isActivityKey(messages, key) ? messages[key] : ''
}

function isActivityKey(messages: Texts<'activity'>, key: string): key is `activity.${ActivityName}` {
  return key in messages
}
