import type { Words } from '../../messages/words.ts'
import type { FilesState } from '../files-view.ts'

/** The states that can be listed alone, with their names: what needs a person comes first. */
export function stateNames({ t, crm }: Words): readonly (readonly [FilesState, string])[] {
  return [
    ['attention', t['state.attention']],
    ['waiting', t.waiting],
    ['onlyInHost', t.onlyInCrm({ crm })],
    ['onlyInDropbox', t.onlyInDropbox],
    ['synced', t.synced],
  ]
}
