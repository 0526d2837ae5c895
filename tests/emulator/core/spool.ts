// Large files on disk: uploads grow here part by part, and what was attached stays here instead of in memory.

import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

export class Spool {
  private made: string | null = null

  /** @param directory folder that outlives the process; null: a temporary one that `close` removes. */
  constructor(private readonly directory: string | null) {}

  private get folder(): string {
    if (this.made === null) {
      if (this.directory === null) this.made = mkdtempSync(join(tmpdir(), 'emulator-spool-'))
      else {
        mkdirSync(this.directory, { recursive: true })
        this.made = this.directory
      }
    }
    return this.made
  }

  /** Path of a new, empty file. */
  create(): string {
    const path = join(this.folder, randomUUID())
    appendFileSync(path, '')
    return path
  }

  /** Where a file of an earlier life lies now: the folder may have moved. */
  rebase(path: string): string {
    return join(this.folder, basename(path))
  }

  append(path: string, bytes: Uint8Array): void {
    appendFileSync(path, bytes)
  }

  /** Bytes in the file; 0 when it is gone. */
  size(path: string): number {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }

  /** Cuts what lies behind `size`: half a part of a process that was killed. */
  cut(path: string, size: number): void {
    if (this.size(path) > size) truncateSync(path, size)
  }

  remove(path: string): void {
    rmSync(path, { force: true })
  }

  /** Throws all files away. */
  clear(): void {
    if (this.made === null && this.directory === null) return
    rmSync(this.folder, { recursive: true, force: true })
    this.made = null
  }

  close(): void {
    if (this.directory === null) this.clear()
  }
}
