import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, describeExit, startChild } from './child'
import { dropLock, takeLock } from './lock'
import { ROOT } from './settings'

const SOURCES = [
  'app',
  'components',
  'lib',
  'drizzle',
  'inngest',
  'public',
  'middleware.ts',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'next.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]
const BUILT_FROM = join(ROOT, '.next', 'built-from')
export const NEXT_BIN = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')

function* filesUnder(path: string): Generator<string> {
  const full = join(ROOT, path)
  if (!existsSync(full)) return
  if (!statSync(full).isDirectory()) {
    if (!/\.test\.tsx?$/.test(path)) yield path
    return
  }
  for (const name of readdirSync(full).sort()) yield* filesUnder(`${path}/${name}`)
}

/** A hash over everything that goes into the build; the same content gives the same hash on every machine. */
function sourceHash(): string {
  const hash = createHash('sha256').update(process.version)
  for (const top of SOURCES) {
    for (const file of filesUnder(top)) {
      hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)))
    }
  }
  return hash.digest('hex')
}

function isFresh(hash: string): boolean {
  if (!existsSync(join(ROOT, '.next', 'BUILD_ID')) || !existsSync(BUILT_FROM)) return false
  return readFileSync(BUILT_FROM, 'utf8') === hash
}

/**
 * Builds the app for production, unless the last build was made from exactly these sources. Two callers at once build
 * once: the second waits for the first.
 * @throws Error with the end of the build's output when it fails.
 */
export async function ensureBuild(options: {
  env: Record<string, string>
  logPath: string
  onStart?: () => void
  /** Told of the build process, so that it can be ended. */
  adopt?: (child: Child) => void
  signal?: AbortSignal
}): Promise<void> {
  if (isFresh(sourceHash())) return
  const lock = join(ROOT, 'node_modules', '.cache', 'tandem-build.lock')
  mkdirSync(join(ROOT, 'node_modules', '.cache'), { recursive: true })
  while (takeLock(lock) !== null) {
    options.signal?.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  try {
    const hash = sourceHash()
    if (isFresh(hash)) return
    options.onStart?.()
    const child = startChild({
      name: 'build',
      args: [NEXT_BIN, 'build'],
      env: options.env,
      production: true,
      logPath: options.logPath,
    })
    options.adopt?.(child)
    const exit = await child.exited
    options.signal?.throwIfAborted()
    if (exit.code !== 0) throw new Error(`The build ${describeExit(exit)}:\n${child.tail(40)}`)
    writeFileSync(BUILT_FROM, hash)
  } finally {
    dropLock(lock)
  }
}
