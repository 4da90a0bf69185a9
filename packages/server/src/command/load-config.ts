import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { ConfigContext, TwinfolderConfig, TwinfolderSetup } from './define-twinfolder.ts'

/** The configuration of the host is not there, or is none. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** What every configuration has. */
const needed = ['remote', 'records', 'authenticate', 'appFolderLabel'] as const

/**
 * Loads the default export of a module, TypeScript or JavaScript, and makes the configuration of it.
 *
 * @throws ConfigError with the path and what is wrong
 */
export async function loadConfig(path: string, context: ConfigContext): Promise<TwinfolderConfig> {
  const file = resolve(path)
  if (!existsSync(file)) throw new ConfigError(`There is no ${file}. Name your configuration with --config.`)
  try {
    const module: { readonly default?: TwinfolderSetup } = await import(pathToFileURL(file).href)
    const config: unknown = typeof module.default === 'function' ? await module.default(context) : module.default
    if (isConfig(config)) return config
  } catch (error) {
    throw new ConfigError(`${file} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  throw new ConfigError(`${file} has to export defineTwinfolder({ ${needed.join(', ')}, … }) by default.`)
}

function isConfig(value: unknown): value is TwinfolderConfig {
  return typeof value === 'object' && value !== null && needed.every((name) => name in value)
}
