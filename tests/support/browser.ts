import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ROOT, SetupError } from './settings'

/** How Playwright is to start the browser (its launchOptions). */
export interface Browser {
  executablePath: string
  env?: Record<string, string>
  /** Where it came from, for people. */
  from: string
}

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable']
const APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

/** Some packages put a stub in place of the browser (Ubuntu's chromium-browser asks for snap): it has to answer. */
function works(executablePath: string): boolean {
  try {
    execFileSync(executablePath, ['--version'], { stdio: 'ignore', timeout: 15_000 })
    return true
  } catch {
    return false
  }
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean)
  const candidates = [...PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program))), ...APPS]
  return candidates.find((path) => existsSync(path) && works(path))
}

/**
 * Unpacks the browser that came from npm (Linux x64), once for each version. It unpacks into the temporary folder and
 * only on what it takes for AWS Lambda, so both are set while it does and put back afterwards.
 */
async function fromNpm(): Promise<Browser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const manifest = join(ROOT, 'node_modules', '@sparticuz', 'chromium', 'package.json')
  if (!existsSync(manifest)) return undefined
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const home = join(ROOT, 'node_modules', '.cache', `chromium-${version}`)
  if (!existsSync(home)) {
    const before = { ...process.env }
    const unpacking = `${home}.${process.pid}`
    mkdirSync(unpacking, { recursive: true })
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x'
    process.env.TMPDIR = unpacking
    try {
      const { default: packed } = await import('@sparticuz/chromium')
      await packed.executablePath()
      renameSync(unpacking, home)
    } catch (error) {
      // Another process may have been quicker.
      rmSync(unpacking, { recursive: true, force: true })
      if (!existsSync(home)) throw error
    } finally {
      for (const name of ['AWS_EXECUTION_ENV', 'TMPDIR', 'FONTCONFIG_PATH', 'LD_LIBRARY_PATH', 'HOME']) {
        const value = before[name]
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    }
  }
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const env: Record<string, string> = { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: libraries }
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = join(home, 'fonts')
  return { executablePath: join(home, 'chromium'), env, from: '@sparticuz/chromium' }
}

/**
 * A Chromium to test with: TANDEM_BROWSER, else one that is installed, else Playwright's download, else the one from
 * npm. TANDEM_BROWSER=npm asks for the last.
 * @throws SetupError when there is none.
 */
export async function findBrowser(): Promise<Browser> {
  const wanted = process.env.TANDEM_BROWSER?.trim()
  if (wanted && wanted !== 'npm') {
    if (!works(wanted)) throw new SetupError(`TANDEM_BROWSER is ${wanted}, which is not a browser that starts.`)
    return { executablePath: wanted, from: 'TANDEM_BROWSER' }
  }
  if (!wanted) {
    const found = installed()
    if (found) return { executablePath: found, from: found }
    const downloaded = chromium.executablePath()
    if (existsSync(downloaded)) return { executablePath: downloaded, from: 'Playwright' }
  }
  const packed = await fromNpm()
  if (packed) return packed
  throw new SetupError(
    'No browser was found for the end-to-end tests. Install Chromium or Chrome, or set TANDEM_BROWSER to its path.',
  )
}
