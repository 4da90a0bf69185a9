export * as routes from './routes.ts'
export * as shapes from './shapes.ts'
