// A database that is migrated and empty, copied from one that was made once: making one takes PGlite four seconds.

import { createHash } from 'node:crypto'
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openPglite } from '@/lib/platform/db/pglite'
import { dropLock, takeLock } from './lock'
import { ROOT } from './settings'

const CACHE = join(ROOT, 'node_modules', '.cache', 'tandem-database')
/** What a fresh database is made by. */
const MAKERS = ['drizzle/migrations', 'lib/platform/db', 'node_modules/@electric-sql/pglite/package.json']

/** Puts a migrated, empty database into a data folder that has none; PGlite then only opens it. */
export async function putFreshDatabase(dataDir: string): Promise<void> {
  copyFolder(join(await original(), 'db'), join(dataDir, 'db'))
}

/** The data folder that copies are made of. It is made when there is none of these sources: callers at once make one. */
async function original(): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const path of MAKERS) addTo(hash, join(ROOT, path))
  const made = join(CACHE, hash.digest('hex').slice(0, 16))
  if (existsSync(made)) return made
  mkdirSync(CACHE, { recursive: true })
  const lock = join(CACHE, 'lock')
  while (takeLock(lock) !== null) await new Promise((resolve) => setTimeout(resolve, 100))
  try {
    if (existsSync(made)) return made
    for (const old of readdirSync(CACHE)) if (old !== 'lock') rmSync(join(CACHE, old), { recursive: true, force: true })
    const unfinished = join(CACHE, 'unfinished')
    await (await openPglite(unfinished)).close()
    renameSync(unfinished, made)
    return made
  } finally {
    dropLock(lock)
  }
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  if (path.endsWith('.json') || path.endsWith('.sql') || path.endsWith('.ts')) {
    hash.update(`\0${path.slice(ROOT.length)}\0`).update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).sort()) addTo(hash, join(path, name))
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyFolder(source, target)
    else copyFileSync(source, target, constants.COPYFILE_FICLONE)
  }
}
