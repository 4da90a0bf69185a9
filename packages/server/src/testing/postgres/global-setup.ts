import type { TestProject } from 'vitest/node'

import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `createFromTemplate` makes databases from. */
    readonly postgresTemplateUrl: string
  }
}

/** One PostgreSQL server for a run of the tests that need one (`.pg.test.ts`). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer()
  project.provide('postgresTemplateUrl', server.templateUrl)
  return () => server.close()
}
