/** The command was called in a way that cannot work. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What `--help` prints. */
export const usage = `twinfolder-server COMMAND [options]

  start        web and worker in one process; the only way with a data folder
  web          answers browsers and webhooks
  worker       runs the passes
  migrate      brings the database to this version
  audit        prints the audit log as JSON lines and checks that no row was changed or removed
  rotate-key   wraps every token by TWINFOLDER_KEY, so that TWINFOLDER_PREVIOUS_KEYS can be taken away

  --config PATH            the configuration of your CRM (start, web, worker) [./twinfolder.config.ts]
  --demo                   the same as TWINFOLDER_DEMO=1: sample keys pass, a key is made beside the data
  --after POSITION:HASH    where the audit log begins: the end of what was archived (audit)
  --expect POSITION:HASH   an end that was noted earlier, which has to be there still (audit)
  --tenant ID              prints the rows of one tenant only; all are checked (audit)
  --help, --version

Everything else is in the environment: docs/guides/operate.md lists the variables.

Exit codes: 0 done, or stopped as asked · 1 failed · 2 called wrongly, or the environment or the configuration is wrong ·
3 the audit log is not whole, or tokens do not open
`
