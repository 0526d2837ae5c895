import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Start time of a process in clock ticks since boot: tells a reused pid from the process that wrote the lock. */
function startedAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    try {
      process.kill(pid, 0)
      return 'unknown'
    } catch {
      return null
    }
  }
}

/** Takes a lock file; throws when a living process holds it. Returns the function that gives it back. */
export function lockDirectory(file: string): () => void {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; started: string }
    const alive = startedAt(pid)
    if (pid !== process.pid && alive !== null && alive === started) {
      throw new Error(
        `${file}: the database is in use by process ${pid}. Stop it, or set TANDEM_DATA_DIR to another folder.`,
      )
    }
  } catch (error) {
    if (error instanceof Error && error.message.includes('in use by process')) throw error
    // No lock, or a torn one left by a crash: ours now.
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) }))
  return () => rmSync(file, { force: true })
}
