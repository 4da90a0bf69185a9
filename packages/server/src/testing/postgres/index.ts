export { findPostgresBinaries } from './postgres-binaries.ts'
export {
  type PostgresServer,
  type PostgresServerOptions,
  createFromTemplate,
  startPostgresServer,
} from './postgres-server.ts'
