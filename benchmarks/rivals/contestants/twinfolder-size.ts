import '@twinfolder/react/styles.css'

// What a page ships: the widget, its provider and the client that talks to a server.
export { httpAdapter } from '@twinfolder/client'
export { FilesWidget, TwinfolderProvider } from '@twinfolder/react'
