import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostFile, HostFilePage } from '../../ports/host-files.ts'
import type { Pass } from '../pass.ts'

/** Files of the host on one page. */
const PAGE_FILES = 500

/** All files of a record, page by page. */
export async function filesOf({ files }: Pick<Pass, 'files'>, record: RecordKey): Promise<readonly HostFile[]> {
  const found: HostFile[] = []
  for (let after: string | null = null; ;) {
    const page: HostFilePage = await files.list(record, { after, limit: PAGE_FILES })
    found.push(...page.files)
    if (page.next === null) return found
    after = page.next
  }
}
