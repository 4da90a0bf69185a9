import { routesNotForAppFolders } from '../src/routes/not-for-app-folders.ts'
import type { Route } from '../src/wire/route.ts'

const hosts = { api: 'api', content: 'content', notify: 'notify' }

/** The table of endpoints as Markdown: everything in it stands next to the code of each route. */
export function endpointTable(routes: readonly Route[]): string {
  const families = new Map<string, Route[]>()
  for (const route of routes) {
    const family = route.name.split('/')[0] ?? route.name
    families.set(family, [...(families.get(family) ?? []), route])
  }
  return `# What the emulator answers

Written by \`pnpm generate:emulator\` from the routes themselves; a check fails when it is out of date, and the tests of the wire when a
route answers an error that is not listed, or never answers one that is.

Every route refuses what Dropbox refuses before it looks at an account: another method, a wrong \`Content-Type\`, an argument that
is no JSON, unknown fields, missing ones and wrong types (400, text); a missing token (400), an unknown, expired or too narrow
one (401), a permission that the app itself has not got (400), a wrong \`Dropbox-API-Path-Root\` (422, or 400 for app folders), and with
the switches \`callsPerMinute\` and \`writeLockMs\` too many calls or writers (429).

In the arguments, \`name?\` may be left out and \`name*\` is accepted without effect. Errors are the tags of a 409 from the outside in.

${[...families].map(([family, members]) => `## ${family}\n\n${members.map(section).join('\n')}`).join('\n')}
## Without a token

- \`dl.dropboxusercontent.com/cd/0/get/…\`: a temporary link. \`Range\` and \`If-None-Match\` as \`files/download\`; 410 after four hours.
- \`content.dropboxapi.com/apitul/1/…\`: a temporary upload link. One POST; 400, 409 and 410 are text.
- \`www.dropbox.com/scl/…?dl=1\`: the file behind a shared link.
- \`www.dropbox.com/oauth2/authorize\` and \`api.dropboxapi.com/oauth2/token\`, also under \`/1/\`, without \`www\`, and on \`api.dropbox.com\`.

## Refused for apps with a folder of their own, and not built for others

${routesNotForAppFolders.map(({ name }) => `\`${name}\``).join(', ')}
`
}

function section(route: Route): string {
  const access = {
    user: route.auth === 'user' ? (route.scope ?? 'any token') : '',
    app: 'app key and secret',
    none: 'no token',
  }[route.auth]
  const facts = [
    `${route.about}.`,
    `*${hosts[route.host]} host, ${route.style}, ${access}${route.isForAppFolders ? '' : ', not for app folders'}*`,
  ]
  const lines = [
    `- Argument: ${route.fields.length > 0 ? route.fields.map((name) => `\`${name}\``).join(', ') : 'none'}`,
    ...(route.errors.length > 0 ? [`- Errors: ${route.errors.map((error) => `\`${error}\``).join(', ')}`] : []),
    ...route.rules.map((rule) => `- ${rule}.`),
  ]
  return `### ${route.name}\n\n${facts.join('  \n')}\n\n${lines.join('\n')}\n`
}
