#!/usr/bin/env node
import { main } from '@twinfolder/dropbox-emulator/node'

await main(process.argv.slice(2))
