export * as routes from './routes/routes.ts'
export * as shapes from './shapes.ts'
