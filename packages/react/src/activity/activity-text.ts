import type { Messages } from '../messages/messages.gen.ts'

type ActivityName = keyof Messages extends infer Key ? (Key extends `activity.${infer Name}` ? Name : never) : never

/** What happened, after the name of what it happened to. A code that this version does not know says nothing. */
export function activityText(messages: Messages, code: string): string {
  const key = `activity.${code}`
  return isActivityKey(messages, key) ? messages[key] : ''
}

function isActivityKey(messages: Messages, key: string): key is `activity.${ActivityName}` {
  return key in messages
}
