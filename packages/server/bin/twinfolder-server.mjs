#!/usr/bin/env node
import { runProcess } from '@twinfolder/server/command'

await runProcess()
