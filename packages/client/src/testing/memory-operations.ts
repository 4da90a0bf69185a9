import type { JsonOperationId, OperationInput, OperationOutput } from '@twinfolder/protocol'

import { bulkOperations } from './bulk-operations.ts'
import { decisionOperations } from './decision-operations.ts'
import { fileOperations } from './file-operations.ts'
import { folderOperations } from './folder-operations.ts'
import { linkOperations } from './link-operations.ts'
import type { MemoryWorld } from './memory-world.ts'
import { pauseOperations } from './pause-operations.ts'
import { recordOperations } from './record-operations.ts'
import { tenantOperations } from './tenant-operations.ts'
import { undoOperations } from './undo-operations.ts'

/** An implementation of each operation. Each throws a `TwinfolderError` where it refuses. */
export type MemoryOperations = {
  readonly [Op in JsonOperationId]: (input: OperationInput<Op>) => OperationOutput<Op> | Promise<OperationOutput<Op>>
}

/** The operations of the protocol on a {@link MemoryWorld}. */
export function memoryOperations(world: MemoryWorld): MemoryOperations {
  return {
    ...linkOperations(world),
    ...recordOperations(world),
    ...fileOperations(world),
    ...folderOperations(world),
    ...pauseOperations(world),
    ...decisionOperations(world),
    ...undoOperations(world),
    ...bulkOperations(world),
    ...tenantOperations(world),
  }
}
