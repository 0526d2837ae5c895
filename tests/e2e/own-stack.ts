import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { putFreshDatabase } from '../support/fresh-database'
import { type Stack, type StackOptions, startStack } from '../support/stack'

/** A stack besides the shared one, for tests that end processes or look into the data folder. */
export interface OwnStack extends Stack {
  /** A page of a new browser profile at this stack. */
  newPage(): Promise<Page>
  /** Ends everything, keeps the data folder; `close` removes that too. */
  close(): Promise<void>
}

const NAMES = ['E2E_APP_URL', 'E2E_EMULATOR_URL', 'E2E_ENGINE_URL'] as const

/** Starts it, and points the helpers of these tests to it until `close`. */
export async function startOwnStack(browser: Browser, options: StackOptions = {}): Promise<OwnStack> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'tandem-own-'))
  if (!existsSync(join(dataDir, 'db'))) await putFreshDatabase(dataDir)
  const before = NAMES.map((name) => process.env[name])
  const stack = await startStack({ ...options, dataDir })
  process.env.E2E_APP_URL = stack.appUrl
  process.env.E2E_EMULATOR_URL = stack.emulatorUrl
  process.env.E2E_ENGINE_URL = stack.engineUrl
  const pages: Page[] = []
  const stop = async () => {
    await Promise.all(pages.map((page) => page.context().close()))
    pages.length = 0
    await stack.stop()
    NAMES.forEach((name, at) => {
      const value = before[at]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    })
  }
  return {
    ...stack,
    newPage: async () => {
      const page = await (await browser.newContext({ baseURL: stack.appUrl })).newPage()
      pages.push(page)
      return page
    },
    stop,
    close: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** One call of the engine's control API. */
export async function engine<T>(method: string, path: string): Promise<T> {
  const answer = await fetch(`${process.env.E2E_ENGINE_URL}/_control${path}`, { method })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
  return (await answer.json()) as T
}
