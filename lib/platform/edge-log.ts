// Runs at the edge: pino does not.

const QUIETER = new Set(['error', 'fatal', 'silent'])
const WARN = 40

/**
 * One line as `log.warn` writes it, for what runs at the edge. Nothing is cut out here: hand over codes and counts, never
 * what somebody wrote or who they are.
 */
export function warnAtEdge(what: Record<string, string | number | boolean | undefined>, msg: string): void {
  if (QUIETER.has(process.env.LOG_LEVEL ?? '')) return
  // The edge has no stream to write to.
  console.log(JSON.stringify({ level: WARN, time: new Date().toISOString(), ...what, msg }))
}
