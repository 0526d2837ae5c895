// One engine a directory: two writers would shred the journal.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** When the process began, as the kernel counts it; null where that cannot be known. Tells a reused pid apart. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Takes the directory's lock and answers how to give it back. Throws while another living engine holds it. */
export function lockDirectory(dir: string): () => void {
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'engine.lock')
  try {
    const [pid, start] = readFileSync(file, 'utf8').split(' ')
    if (isRunning(Number(pid)) && processStart(Number(pid)) === (start || null))
      throw new Error(`Another engine (process ${pid}) uses ${dir}.`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  writeFileSync(file, `${process.pid} ${processStart(process.pid) ?? ''}`)
  return () => rmSync(file, { force: true })
}
