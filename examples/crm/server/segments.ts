import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Module } from '@twinfolder/core'

import { type CrmRecord, localised, records } from './records.ts'

/** A saved filter over the records of a module. */
export interface Segment {
  readonly id: string
  readonly module: Module
  readonly name: string
  /** `null`: any country. */
  readonly country: string | null
  /** Part of the name; '' for any. */
  readonly text: string
}

/** The saved segments, kept in a file of the data folder. */
export interface Segments {
  list(module: Module): readonly Segment[]
  get(id: string): Segment | null
  create(segment: Omit<Segment, 'id'>): Segment
  recordsOf(segment: Pick<Segment, 'module' | 'country' | 'text'>): readonly CrmRecord[]
}

/** Opens the segments of a data folder. They are read each time, as other processes may have saved some. */
export function openSegments(dataDir: string): Segments {
  const path = join(dataDir, 'segments.json')
  const saved = (): readonly Segment[] => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [])
  return {
    list: (module) => saved().filter((segment) => segment.module === module),
    get: (id) => saved().find((segment) => segment.id === id) ?? null,
    create(segment) {
      const created = { ...segment, id: randomUUID() }
      writeFileSync(`${path}.new`, JSON.stringify([...saved(), created], null, 2))
      renameSync(`${path}.new`, path)
      return created
    },
    recordsOf: ({ module, country, text }) =>
      records.filter(
        (record) =>
          record.module === module &&
          (country === null || record.country === country) &&
          localised(record.name, 'en').toLowerCase().includes(text.toLowerCase()),
      ),
  }
}
