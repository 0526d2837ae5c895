/** Runs once when the server starts: a bad environment ends it here, named, before anything listens for long. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { start } = await import('./lib/platform/start')
  await start()
}
