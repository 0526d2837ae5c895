// State on disk: one file a key, written only when dirty, a moment later, by rename. No write happens on a request path.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Store {
  /** All saved files: key → bytes. Called once, before serving. */
  load(): Map<string, Uint8Array>
  /** Marks a key as changed; `produce` is asked for its bytes when it is saved (null deletes the file). */
  touch(key: string, produce: () => Uint8Array | null): void
  /** Folder for large files; null: nothing outlives the process. */
  spool: string | null
  /** Saves everything dirty. */
  flush(): Promise<void>
}

/** For tests that run the emulator in-process: nothing is kept. */
export const memoryStore: Store = { load: () => new Map(), touch: () => {}, spool: null, flush: async () => {} }

const SETTLE_MS = 500
// A mailbox that takes 300 ms to write is written every 6 s at most.
const REST_FACTOR = 20

/** @param directory folder of the state; made if missing. @param reset throws away what is there. */
export function fileStore(directory: string, reset = false): Store {
  if (reset) rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const dirty = new Map<string, () => Uint8Array | null>()
  let timer: NodeJS.Timeout | undefined
  let rest = SETTLE_MS
  let saving: Promise<void> | undefined

  const saveAll = async () => {
    while (dirty.size > 0) {
      for (const [key, produce] of [...dirty]) {
        dirty.delete(key)
        await save(directory, key, produce())
      }
    }
  }
  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    while (saving) await saving
    const began = performance.now()
    saving = saveAll().finally(() => {
      saving = undefined
      rest = Math.max(SETTLE_MS, (performance.now() - began) * REST_FACTOR)
    })
    await saving
  }
  return {
    load: () => {
      const found = new Map<string, Uint8Array>()
      for (const name of readdirSync(directory)) {
        if (name.endsWith('.state')) {
          found.set(decodeURIComponent(name.slice(0, -'.state'.length)), readFileSync(join(directory, name)))
        }
      }
      return found
    },
    touch: (key, produce) => {
      dirty.set(key, produce)
      timer ??= setTimeout(() => {
        timer = undefined
        flush().catch((error: unknown) => console.error('emulator: state could not be saved', error))
      }, rest).unref()
    },
    spool: join(directory, 'spool'),
    flush,
  }
}

async function save(directory: string, key: string, data: Uint8Array | null): Promise<void> {
  const path = join(directory, `${encodeURIComponent(key)}.state`)
  if (data === null) {
    await unlink(path).catch(() => {})
    return
  }
  await writeFile(`${path}.tmp`, data)
  await rename(`${path}.tmp`, path)
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

export function decodeJson(data: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(data))
}
