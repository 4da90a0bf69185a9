import { type Instant, instant } from '../domain/instant.ts'

const DAY_MS = 86_400_000

/** The instant at a number of milliseconds since 1970, as a `Clock` tells it. Proleptic Gregorian, years 0 to 9999. */
export function instantOf(epochMs: number): Instant {
  if (epochMs !== lastMs) {
    lastText = textOf(epochMs)
    lastMs = epochMs
  }
  return lastText
}

/** The last instant is asked for again most of the time. */
let lastMs = Number.NaN
let lastText: Instant

function textOf(epochMs: number): Instant {
  const days = Math.floor(epochMs / DAY_MS)
  const ms = epochMs - days * DAY_MS
  const time = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map((part) => digits(part, 2)).join(':')
  return instant(`${dateOf(days)}T${time}.${digits(ms % 1000, 3)}Z`)
}

/** Milliseconds since 1970 of an instant. Two texts may mean one instant, so compare these and not the texts. */
export function epochMsOf(at: Instant): number {
  const part = (start: number, end: number): number => Number(at.slice(start, end))
  const days = dayOf(part(0, 4), part(5, 7), part(8, 10))
  const seconds = part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19)
  const fraction = Number(at.slice(20, -1).padEnd(3, '0'))
  return days * DAY_MS + seconds * 1000 + fraction
}

/** Days to a date: years start in March, so that the leap day is the last of its year. */
function dateOf(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
}

function dayOf(year: number, month: number, day: number): number {
  const fromMarch = month > 2 ? year : year - 1
  const era = Math.floor(fromMarch / 400)
  const yearOfEra = fromMarch - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function digits(value: number, length: number): string {
  return String(Math.floor(value)).padStart(length, '0')
}
