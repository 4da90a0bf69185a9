/**
 * The signal of a query, read a moment later. React's strict mode mounts, unmounts and mounts again within one task; a query whose
 * signal was read by then is cut short and asked a second time. Read later, it is one request, and still ends with its last reader.
 */
export async function signalOf(context: { readonly signal: AbortSignal }): Promise<{ readonly signal: AbortSignal }> {
  await Promise.resolve()
  return { signal: context.signal }
}
