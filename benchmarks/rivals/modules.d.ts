declare module '@cubone/react-file-manager' {
  import type { ComponentType } from 'react'

  // It ships no types. What is used here, as its README has it.
  export const FileManager: ComponentType<{
    readonly files: readonly {
      readonly name: string
      readonly isDirectory: boolean
      readonly path: string
      readonly updatedAt?: string
      readonly size?: number
    }[]
    readonly layout?: 'list' | 'grid'
    readonly height?: string | number
  }>
}

declare module '#contestant' {
  import type { Contestant } from './contestant.ts'

  const contestant: Contestant<unknown>
  export default contestant
}
