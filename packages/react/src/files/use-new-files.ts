import { useEffect, useRef } from 'react'

import { useWords } from '../messages/use-words.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { viewKey } from './files-view.ts'
import type { FilesList } from './use-files.ts'

interface Seen {
  readonly view: string
  readonly count: number
  readonly ids: Set<string>
  readonly pages: Set<number>
}

/** Says politely how many files have come in from Dropbox since the last look (P33). Pages seen for the first time say nothing. */
export function useNewFiles({ view, pages, count }: FilesList): void {
  const { announcement } = useServices()
  const { t } = useWords()
  const seen = useRef<Seen | null>(null)
  useEffect(() => {
    if (pages.size === 0) return
    const key = viewKey(view)
    // What another folder or a search shows is not new.
    const before = seen.current?.view === key ? seen.current : null
    const ids = new Set(before?.ids)
    let arrived = 0
    for (const [page, { entries }] of pages) {
      for (const entry of entries) {
        if (entry.kind !== 'file' || ids.has(entry.id)) continue
        ids.add(entry.id)
        if (entry.via === 'remote' && before?.pages.has(page)) arrived += 1
      }
    }
    // A file that moved up from a page nobody has looked at is no new file: there are never more new ones than the list grew by.
    const n = Math.min(arrived, count - (before?.count ?? 0))
    if (before && n > 0) announcement.set(() => t['files.new']({ n }))
    seen.current = { view: key, count, ids, pages: new Set([...(before?.pages ?? []), ...pages.keys()]) }
  }, [view, pages, count, announcement, t])
}
