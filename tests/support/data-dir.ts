import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropLock, takeLock } from './lock'
import { SetupError } from './settings'

const MARK = '.tandem'
const LOCK = 'stack.lock'

/** Keys made once for this data folder. Losing them makes the stored tokens unreadable. */
export interface Secrets {
  AUTH_SECRET: string
  ENCRYPTION_KEYS: string
}

/** A data folder that this process holds. */
export interface DataDir {
  path: string
  logs: string
  secrets: Secrets
  isSeeded(): boolean
  markSeeded(): void
  release(): void
}

/** Tandem deletes only what is its own: a folder with our mark, or an empty one. */
function wipe(path: string): void {
  const entries = readdirSync(path).filter((entry) => entry !== LOCK)
  if (entries.length > 0 && !entries.includes(MARK)) {
    throw new SetupError(
      `TANDEM_DATA_DIR is ${path}, which holds files that Tandem did not make, so --reset leaves it alone. Empty it yourself or name another folder.`,
    )
  }
  for (const entry of entries) rmSync(join(path, entry), { recursive: true, force: true })
}

function readSecrets(path: string): Secrets {
  const file = join(path, 'secrets.json')
  if (!existsSync(file)) {
    const made: Secrets = {
      AUTH_SECRET: randomBytes(32).toString('base64'),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    }
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
    return made
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  } catch {
    throw new SetupError(`${file} cannot be read. Start over with: npm run demo -- --reset`)
  }
}

/**
 * Opens (and makes, if needed) the data folder and holds it: two stacks on one folder would corrupt its database.
 * @throws SetupError when it cannot be written, is held by another stack, or may not be wiped.
 */
export function openDataDir(path: string, options: { reset?: boolean } = {}): DataDir {
  const lock = join(path, LOCK)
  let holder: number | null
  try {
    mkdirSync(path, { recursive: true })
    holder = takeLock(lock)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SetupError(`TANDEM_DATA_DIR is ${path}, which cannot be written (${why}). Name a folder that can.`)
  }
  if (holder !== null) {
    throw new SetupError(
      `TANDEM_DATA_DIR is ${path}, and another Tandem (process ${holder}) is using it. Stop that one, or name another folder.`,
    )
  }
  try {
    if (options.reset) wipe(path)
    const logs = join(path, 'logs')
    mkdirSync(logs, { recursive: true })
    writeFileSync(join(path, MARK), 'Made by Tandem; "npm run demo -- --reset" empties this folder.\n')
    const seeded = join(path, 'seeded')
    return {
      path,
      logs,
      secrets: readSecrets(path),
      isSeeded: () => existsSync(seeded),
      markSeeded: () => writeFileSync(seeded, `${new Date().toISOString()}\n`),
      release: () => dropLock(lock),
    }
  } catch (error) {
    dropLock(lock)
    throw error
  }
}
