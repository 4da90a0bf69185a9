import type { Module } from '@twinfolder/protocol'

const paths: Readonly<Record<Module, string>> = {
  contacts: 'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 7c0-3.2 2.9-5 6.5-5s6.5 1.8 6.5 5',
  companies:
    'M4 17V4.5A1.5 1.5 0 0 1 5.500 3h5A1.500 1.500 0 0 1 12 4.500V17m0-9h2.500A1.500 1.500 0 0 1 16 9.500V17M2.500 17h15M7 6.500h2M7 9.500h2M7 12.500h2',
  projects:
    'M3 5.500A1.500 1.500 0 0 1 4.500 4h11A1.500 1.500 0 0 1 17 5.500v9a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 14.500Zm4-1.500v12m4-9h3m-3 3h3',
  meetings:
    'M4.500 4.500h11A1.500 1.500 0 0 1 17 6v9a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 15V6a1.500 1.500 0 0 1 1.500-1.500ZM3 8.500h14M6.500 3v3m7-3v3',
  products:
    'm10 2.800 6.500 3.500v7.400L10 17.200l-6.500-3.500V6.300Zm0 0v0M3.500 6.300 10 9.800l6.500-3.500M10 9.800v7.400',
}

/** The icon of a module. Renders an `<svg>`, hidden from screen readers. */
export function ModuleIcon({ module }: { readonly module: Module }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d={paths[module]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
