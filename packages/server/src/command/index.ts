// The configuration of a host
export {
  type ConfigContext,
  type RunningTwinfolder,
  type TwinfolderConfig,
  type TwinfolderSetup,
  defineTwinfolder,
} from './define-twinfolder.ts'
export { type TenantQuota } from '../postgres/file-store/tenant-quota.ts'
export { secretFrom } from './secret-from.ts'
// The command itself
export { type CommandStreams, exitCodes, main } from './main.ts'
export { runProcess } from './run-process.ts'
