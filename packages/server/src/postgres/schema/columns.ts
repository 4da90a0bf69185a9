import type { ColumnType, GeneratedAlways, RawBuilder } from 'kysely'

import type { Module } from '@twinfolder/core'

/** A 64 bit integer: drivers give it as number, bigint or text. Read it with `Number` or `String`. */
export type Int8 = ColumnType<number | bigint | string, number, number>

/** A 64 bit number that the database gives to each new row; an update can only ask for a new one. */
export type RowNumber = ColumnType<number | bigint | string, never, RawBuilder<number>>

/** A JSON column: written as text, read as what was written. */
export type Json<Value> = ColumnType<Value, string, string>

/** Computed by the database from another column; short enough for an index whatever the length of that one. */
export type Digest = GeneratedAlways<string>

/** The columns that name a record. */
export interface RecordColumns {
  readonly tenant_id: string
  readonly module: Module
  readonly record_id: string
}
