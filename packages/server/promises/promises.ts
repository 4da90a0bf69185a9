import type { TriedPromise } from './promise.ts'
import { q01 } from './q01-kill.ts'
import { q02 } from './q02-takeover.ts'
import { q03 } from './q03-bulk.ts'
import { killedBulk } from './q03-killed-bulk.ts'
import { q04 } from './q04-many-wanted.ts'
import { q05 } from './q05-million-files.ts'
import { q06 } from './q06-rate-limit.ts'
import { q07 } from './q07-write-lock.ts'
import { q08 } from './q08-tokens.ts'
import { q09 } from './q09-database-restart.ts'
import { q10 } from './q10-embedded-kill.ts'
import { q11 } from './q11-fairness.ts'
import { q12 } from './q12-webhook.ts'
import { q13 } from './q13-no-echo.ts'
import { q14 } from './q14-model.ts'
import { q15 } from './q15-contents.ts'
import { q16 } from './q16-soak.ts'
import { q17 } from './q17-upgrade.ts'

/** Every promise, in the order in which they are tried. */
export const promises: readonly TriedPromise[] = [
  q01,
  q02,
  q03,
  killedBulk,
  q09,
  q10,
  q12,
  q13,
  q06,
  q07,
  q08,
  q11,
  q04,
  q15,
  q14,
  q17,
  q05,
  q16,
]
