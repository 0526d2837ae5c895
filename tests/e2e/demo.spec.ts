import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePorts } from '../support/ports'
import { ROOT } from '../support/settings'
import { control, deliver, messageAt } from './microsoft'
import { signIn } from './person'

interface Demo {
  child: ChildProcess
  output: () => string
}

/** `npm run demo`, as a person starts it, up to its last line. */
async function startDemo(env: Record<string, string>): Promise<Demo> {
  const child = spawn('npm', ['run', 'demo'], { cwd: ROOT, env: { ...process.env, ...env } })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk
    })
  }
  const demo = { child, output: () => text }
  await expect.poll(demo.output, { timeout: 90_000, intervals: [100] }).toContain('Tandem is ready:')
  return demo
}

/** Sends the signal and answers with the seconds it took, and the exit code. */
async function end({ child }: Demo, signal: NodeJS.Signals): Promise<{ seconds: number; code: number | null }> {
  const began = Date.now()
  const code = new Promise<number | null>((done) => child.once('exit', done))
  child.kill(signal)
  return { code: await code, seconds: (Date.now() - began) / 1000 }
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

test('npm run demo: goes on where it stopped, and ends all of itself within three seconds', async ({ browser }) => {
  test.setTimeout(180_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-demo-'))
  const ports = await freePorts()
  const urls = [ports.app, ports.emulator, ports.engine].map((port) => `http://localhost:${port}`)
  const before = { app: process.env.E2E_APP_URL, emulator: process.env.E2E_EMULATOR_URL }
  const env = {
    PORT: `${ports.app}`,
    EMULATOR_PORT: `${ports.emulator}`,
    ENGINE_PORT: `${ports.engine}`,
    SMTP_PORT: `${ports.smtp}`,
    TANDEM_DATA_DIR: dataDir,
  }
  let demo: Demo | undefined
  try {
    demo = await startDemo(env)
    expect(demo.output()).toContain(`Tandem is ready: ${urls[0]}`)
    process.env.E2E_APP_URL = urls[0]
    process.env.E2E_EMULATOR_URL = urls[1]
    const context = await browser.newContext({ baseURL: urls[0] })
    const id = await deliver('lee@fabrikam.test', { subject: 'Before the pause' })
    const page = await context.newPage()
    await signIn(page, 'lee@fabrikam.test')
    const stopped = await end(demo, 'SIGTERM')
    expect(stopped.seconds).toBeLessThan(3)
    expect(await Promise.all(urls.map(answers))).toEqual([false, false, false])

    demo = await startDemo(env)
    expect((await messageAt('lee@fabrikam.test', id))?.subject).toBe('Before the pause')
    expect((await page.request.get('/api/export', { maxRetries: 3 })).status()).toBe(200)
    expect(await control('GET', '/sent')).toEqual([])
    const again = await end(demo, 'SIGINT')
    expect(again.seconds).toBeLessThan(3)
    expect(await Promise.all(urls.map(answers))).toEqual([false, false, false])
    await context.close()
  } finally {
    demo?.child.kill('SIGTERM')
    Object.assign(process.env, { E2E_APP_URL: before.app, E2E_EMULATOR_URL: before.emulator })
    rmSync(dataDir, { recursive: true, force: true })
  }
})
