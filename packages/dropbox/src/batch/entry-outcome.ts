import { DropboxResponseError } from 'dropbox'

import { type Fields, fieldsOf, tagOf } from '../reply-fields.ts'
import type { Outcome } from './write-stream.ts'

/** The outcomes of a batch's reply, in its order. @param read what a success holds */
export function outcomesOf<Result>(reply: unknown, read: (entry: Fields) => Result): readonly Outcome<Result>[] {
  const { entries } = fieldsOf(reply, 'batch')
  return Array.isArray(entries) ? entries.map((entry: unknown) => outcomeOf(fieldsOf(entry, 'entry'), read)) : []
}

function outcomeOf<Result>(entry: Fields, read: (entry: Fields) => Result): Outcome<Result> {
  try {
    return tagOf(entry) === 'success' ? { result: read(entry) } : { error: entryError(entry['failure']) }
  } catch (error) {
    return { error }
  }
}

/** A failure in the shape of an answer with an error status, so that one translation serves both. */
export function entryError(failure: unknown): unknown {
  return new DropboxResponseError(409, new Headers(), { error: failure })
}
