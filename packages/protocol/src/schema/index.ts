export * as routes from './routes/routes.ts'
export * as shapes from './shapes.ts'
export { type OperationRight, operationRights } from '../rights.ts'
