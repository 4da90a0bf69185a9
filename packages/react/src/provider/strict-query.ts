/**
 * A query function that begins a moment later. React's strict mode mounts, unmounts and mounts again within one task; a query that has
 * read its signal by then is cut short and asked a second time. Begun later, it is one request, and still ends with its last reader.
 */
export function strictQuery<Context, Answer>(
  ask: (context: Context) => Promise<Answer>,
): (context: Context) => Promise<Answer> {
  return async (context) => {
    await Promise.resolve()
    return await ask(context)
  }
}
