import { argv } from 'node:process'

import { main } from '@twinfolder/dropbox-emulator/node'

/** The command `dropbox-emulator`, which ends with its parent, however that ends. */
process.on('disconnect', () => process.exit())
await main(argv.slice(2))
