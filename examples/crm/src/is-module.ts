import type { Module } from '@twinfolder/protocol'

const modules: readonly string[] = ['contacts', 'companies', 'projects', 'meetings', 'products'] satisfies Module[]

/** Tells whether a part of an address is a module. */
export function isModule(text: string | undefined): text is Module {
  return text !== undefined && modules.includes(text)
}
