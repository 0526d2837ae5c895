// Append-only journal on disk. One line is one group of records that happened together: all of them count, or none.
// A line is handed to the kernel (no fsync) before anyone outside hears of it, which survives kill -9 of the process.

import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalRecord } from './records'

const SNAPSHOT_CHUNK = 1000

export class Journal {
  readonly file: string
  #fd: number
  #buffer: JournalRecord[] = []
  #size: number
  #sizeAtCompaction = 0

  /** Opens (or makes) the journal in `dir` and hands every whole record to `replay`. */
  constructor(dir: string, replay: (record: JournalRecord) => void) {
    mkdirSync(dir, { recursive: true })
    this.file = join(dir, 'journal.ndjson')
    if (existsSync(this.file)) this.#load(replay)
    this.#fd = openSync(this.file, 'a')
    this.#size = readFileSync(this.file).length
  }

  add(record: JournalRecord): void {
    this.#buffer.push(record)
  }

  /** Writes what was added since the last flush as one line. Cheap when there is nothing. */
  flush(): void {
    if (this.#buffer.length === 0) return
    const line = Buffer.from(`${JSON.stringify(this.#buffer)}\n`)
    this.#buffer = []
    writeAll(this.#fd, line)
    this.#size += line.length
  }

  /** Bytes written since the last compaction. */
  get grown(): number {
    return this.#size - this.#sizeAtCompaction
  }

  get sizeAtCompaction(): number {
    return this.#sizeAtCompaction
  }

  /** Replaces the file by the given records. */
  compact(records: Iterable<JournalRecord>): void {
    this.flush()
    const next = `${this.file}.next`
    const fd = openSync(next, 'w')
    let size = 0
    let chunk: JournalRecord[] = []
    const write = () => {
      if (chunk.length === 0) return
      const line = Buffer.from(`${JSON.stringify(chunk)}\n`)
      writeAll(fd, line)
      size += line.length
      chunk = []
    }
    for (const record of records) {
      chunk.push(record)
      if (chunk.length >= SNAPSHOT_CHUNK) write()
    }
    write()
    renameSync(next, this.file)
    closeSync(this.#fd)
    this.#fd = fd
    this.#size = size
    this.#sizeAtCompaction = size
  }

  close(): void {
    this.flush()
    closeSync(this.#fd)
  }

  #load(replay: (record: JournalRecord) => void): void {
    const bytes = readFileSync(this.file)
    const end = bytes.lastIndexOf(10) + 1
    // A torn last line was never confirmed to anyone: drop it.
    if (end < bytes.length) truncateSync(this.file, end)
    let number = 0
    for (let from = 0; from < end; ) {
      const to = bytes.indexOf(10, from)
      number++
      let line: JournalRecord[]
      try {
        line = JSON.parse(bytes.toString('utf8', from, to))
      } catch {
        throw new Error(`Line ${number} of ${this.file} is damaged. Start the engine with --reset to begin anew.`)
      }
      for (const record of line) replay(record)
      from = to + 1
    }
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
}
