import type { Explanation } from '../messages/explain.ts'
import { explain } from '../messages/explain.ts'
import type { Texts } from '../messages/language.ts'
import type { Words } from '../messages/words.ts'
import type { Reason } from './reason.ts'

/** Why, and what to do, of a reason. Every reason has both. */
export function explained(
  reason: Reason,
  { t, crm, bytes }: Pick<Words<'explain'>, 't' | 'crm' | 'bytes'>,
  maxFileBytes: number,
): Pick<Explanation, 'cause' | 'remedy'> {
  if (reason.type === 'code') return explain(t, reason.code, { crm, max: bytes(maxFileBytes) })
  const [cause = '', remedy = ''] = stateText(t, reason.name, crm).split('\n')
  return { cause, remedy }
}

function stateText(t: Texts<'explain'>, name: Extract<Reason, { type: 'state' }>['name'], crm: string): string {
  const text = t[`state.${name}`]
  return typeof text === 'string' ? text : text({ crm })
}
