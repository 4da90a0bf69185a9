import { useEffect, useLayoutEffect } from 'react'

/** `useLayoutEffect` in a page, nothing on a server, where React 18 warns of it. */
export const usePageLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect
