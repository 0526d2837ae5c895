import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileStore } from './core/store'
import { startEmulator } from './server'
import { control, graph, postToken, signIn, type Tokens } from './testing/person'

const SCOPE = 'openid offline_access User.Read Mail.ReadWrite'
const ALEX = 'alex@contoso.test'
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'emulator-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

const main = new URL('./main.ts', import.meta.url).pathname
const run = (env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', main], { env: { ...process.env, TANDEM_DATA_DIR: directory, ...env } })

async function outputUntilExit(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = ''
  child.stdout?.on('data', (chunk) => (text += chunk))
  child.stderr?.on('data', (chunk) => (text += chunk))
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, text })))
}

describe('state on disk', () => {
  test('a restart keeps consents, tokens, switches, mail and the clock; reset throws them away', async () => {
    const first = await startEmulator({ store: fileStore(directory) })
    const tokens = await signIn(first.url, ALEX, SCOPE)
    await control(first.url, 'POST', '/clock', { advanceSeconds: 1000 })
    await control(first.url, 'POST', '/tenants/fabrikam.test', { consentPolicy: 'managed' })
    await control(first.url, 'POST', `/users/${ALEX}/messages`, { subject: 'Before the restart' })
    await first.close()

    const second = await startEmulator({ store: fileStore(directory) })
    const renewed = await postToken(second.url, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token ?? '',
    })
    const { access_token } = (await renewed.json()) as Tokens
    const newest = await graph(second.url, access_token, '/me/messages?$top=1&$select=subject')
    expect(newest.body.value).toMatchObject([{ subject: 'Before the restart' }])
    expect(second.emulator.clock.offsetMs).toBe(1_000_000)
    expect(second.emulator.directory.tenant('fabrikam.test')?.consentPolicy).toBe('managed')
    await second.close()

    const third = await startEmulator({ store: fileStore(directory, true) })
    expect(await control(third.url, 'GET', '/consents')).toEqual([])
    await third.close()
  })
})

describe('the process', () => {
  test('ends within two seconds of SIGTERM with its state saved', async () => {
    const port = await freePort()
    const child = run({ EMULATOR_PORT: String(port), SMTP_PORT: String(await freePort()) })
    const ended = outputUntilExit(child)
    await new Promise<void>((ready) => child.stdout?.once('data', () => ready()))
    await signIn(`http://localhost:${port}`, ALEX, SCOPE)
    const began = performance.now()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(2000)
    const again = await startEmulator({ store: fileStore(join(directory, 'emulator')) })
    expect(await control(again.url, 'GET', '/consents')).toMatchObject([{ upn: ALEX }])
    await again.close()
  }, 30_000)

  test('says which variable to change when a port is busy or a variable is wrong', async () => {
    const busy = await startEmulator()
    const taken = await outputUntilExit(run({ EMULATOR_PORT: String(busy.port) }))
    expect(taken.code).toBe(1)
    expect(taken.text).toContain(`Port ${busy.port} is busy. Set EMULATOR_PORT`)
    const wrong = await outputUntilExit(run({ SMTP_PORT: 'mail' }))
    expect([wrong.code, wrong.text]).toEqual([1, expect.stringContaining('SMTP_PORT')])
    await busy.close()
  }, 30_000)
})

test('the SMTP sink shows what was sent', async () => {
  const running = await startEmulator({ smtpPort: 0 })
  const transport = createTransport({ host: '127.0.0.1', port: running.smtpPort ?? 0, secure: false })
  await transport.sendMail({
    from: 'crm@contoso.test',
    to: ['lee@fabrikam.test', 'pat@outlook.test'],
    subject: 'Größe',
    text: 'Hello',
    messageId: '<one@contoso.test>',
  })
  expect(await control(running.url, 'GET', '/sent')).toMatchObject([
    {
      seq: 1,
      via: 'smtp',
      from: 'crm@contoso.test',
      to: ['lee@fabrikam.test', 'pat@outlook.test'],
      subject: 'Größe',
      internetMessageId: '<one@contoso.test>',
      mime: expect.stringContaining('Hello'),
    },
  ])
  await running.close()
})
