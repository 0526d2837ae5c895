import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

const MAX_BYTES = 10_000_000
const KEPT_LINES = 400

/** A child's output: all of it in a file (at most two of 10 MB), the last lines in memory. */
export interface LogFile {
  path: string
  write(chunk: Buffer | string): void
  /** The last `lines` lines. */
  tail(lines?: number): string
  close(): void
}

/** Opens a log; an earlier run's stays beside it as `<path>.1`. */
export function openLog(path: string, onLine?: (line: string) => void): LogFile {
  const rotate = () => {
    rmSync(`${path}.1`, { force: true })
    try {
      renameSync(path, `${path}.1`)
    } catch {
      // There was none.
    }
    return openSync(path, 'a')
  }
  let fd: number | null = rotate()
  let bytes = 0
  let rest = ''
  const kept: string[] = []
  return {
    path,
    write(chunk) {
      if (fd === null) return
      bytes += writeSync(fd, chunk.toString())
      if (bytes > MAX_BYTES) {
        closeSync(fd)
        fd = rotate()
        bytes = 0
      }
      const lines = (rest + chunk.toString()).split('\n')
      rest = (lines.pop() ?? '').slice(-100_000)
      for (const line of lines) {
        kept.push(line)
        onLine?.(line)
      }
      if (kept.length > KEPT_LINES) kept.splice(0, kept.length - KEPT_LINES)
    },
    tail: (lines = 20) => [...kept, ...(rest ? [rest] : [])].slice(-lines).join('\n'),
    close() {
      if (fd !== null) closeSync(fd)
      fd = null
    },
  }
}
