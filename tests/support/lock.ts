import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

interface Holder {
  pid: number
  /** When that process began, as the system tells it: a pid alone may belong to somebody else by now. */
  began: string
}

function beganAt(pid: number): string {
  try {
    // Field 22 of /proc/<pid>/stat; the name in brackets before it may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    try {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    } catch {
      return ''
    }
  }
}

function readHolder(file: string): Holder | null {
  try {
    const held = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return held.began !== '' && beganAt(held.pid) === held.began ? held : null
  } catch {
    return null
  }
}

/**
 * Takes a lock file for this process; one left by a dead process is taken over.
 * @returns null when it is ours, else the pid of the living holder.
 */
export function takeLock(file: string): number | null {
  const mine = JSON.stringify({ pid: process.pid, began: beganAt(process.pid) })
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' })
      return null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = readHolder(file)
      if (holder) return holder.pid
      rmSync(file, { force: true })
    }
  }
}

/** Gives a lock of ours back. */
export function dropLock(file: string): void {
  rmSync(file, { force: true })
}
