import type { RecordKey } from '../../domain/record-ref.ts'
import type { Cell, RecordView } from '../3-plan/cell.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'

/** Where an op works, as a log tells it: below the record's folder if it is there. */
export function opSubject(op: PlanOp): string {
  switch (op.type) {
    case 'move':
      return `${below(op.view, op.from.path)} → ${below(op.view, op.to)}`
    case 'upload':
    case 'createFolder':
      return below(op.view, op.path)
    case 'importFolder':
      return below(op.view, op.folder.path)
    case 'clearFolder':
    case 'blockFolder':
      return op.folder.path
    case 'noteStray':
    case 'clearStray':
      return op.stray.key.pathLower
    default: {
      const { baseline, remote, host } = op.cell
      const path = baseline?.path ?? remote?.path
      return path ? below(op.view, path) : [...(host?.folder ?? []), host?.name ?? ''].join('/')
    }
  }
}

function below({ root }: RecordView, path: string): string {
  return path.startsWith(`${root.path}/`) ? path.slice(root.path.length + 1) : path
}

/** The file that an op is about; `null` for one about a folder or about what is in no record. */
export function cellOf(op: PlanOp): Cell | null {
  return 'cell' in op ? op.cell : null
}

/** The record that an op works on. */
export function recordOf(op: PlanOp): RecordKey | null {
  return 'view' in op ? op.view.record : null
}
