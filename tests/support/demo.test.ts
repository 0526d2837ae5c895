import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild, waitHealthy } from './child'
import { stackEnv } from './child-env'
import { openDataDir } from './data-dir'
import { freePorts } from './ports'
import { ROOT, readPorts, SetupError } from './settings'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function launch(env: Record<string, string>, args: string[] = []): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/demo.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, TANDEM_DATA_DIR: folder, ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a bad setting stops the demo with exit code 1 and its name', () => {
  it.each([
    ['PORT', 'abc'],
    ['EMULATOR_PORT', '70000'],
    ['ENGINE_PORT', '0'],
    ['SMTP_PORT', '-1'],
    ['PORT', '6000'],
  ])(
    '%s=%s',
    async (name, value) => {
      const spare = await freePorts()
      const good = { PORT: `${spare.app}`, EMULATOR_PORT: `${spare.emulator}`, ENGINE_PORT: `${spare.engine}` }
      const { code, output } = await launch({ ...good, SMTP_PORT: `${spare.smtp}`, [name]: value })
      expect(code).toBe(1)
      expect(output).toContain(name)
      expect(output).toContain(value)
    },
    10_000,
  )

  it('a busy port, with the number and a way out', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const spare = await freePorts()
    const { code, output } = await launch({
      PORT: `${spare.app}`,
      EMULATOR_PORT: `${spare.emulator}`,
      ENGINE_PORT: `${port}`,
      SMTP_PORT: `${spare.smtp}`,
    })
    server.close()
    expect(code).toBe(1)
    expect(output).toMatch(new RegExp(`ENGINE_PORT is ${port}, and that port is in use`))
    expect(output).toMatch(/ENGINE_PORT=\d+ npm run demo/)
  }, 10_000)

  it('an unknown option', async () => {
    const { code, output } = await launch({}, ['--rest'])
    expect(code).toBe(1)
    expect(output).toContain('--rest')
  }, 10_000)

  it('a data folder that is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(() => openDataDir(file)).toThrow(/TANDEM_DATA_DIR is/)
  })
})

it('one port for two services is refused', () => {
  expect(() => readPorts({ NODE_ENV: 'test', PORT: '4000' })).toThrow(/PORT.*EMULATOR_PORT|EMULATOR_PORT.*PORT/)
})

describe('data folder', () => {
  it('keeps its keys from start to start, readable by the owner only', () => {
    const first = openDataDir(folder)
    first.release()
    const second = openDataDir(folder)
    second.release()
    expect(second.secrets).toEqual(first.secrets)
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('belongs to one stack at a time; a dead holder is no holder', () => {
    const first = openDataDir(folder)
    expect(() => openDataDir(folder)).toThrow(SetupError)
    first.release()
    writeFileSync(join(folder, 'stack.lock'), JSON.stringify({ pid: process.pid, began: 'long ago' }))
    openDataDir(folder).release()
  })

  it('reset forgets the old keys, and touches no folder that is not ours', () => {
    const first = openDataDir(folder)
    first.markSeeded()
    first.release()
    const second = openDataDir(folder, { reset: true })
    second.release()
    expect(second.secrets).not.toEqual(first.secrets)
    expect(second.isSeeded()).toBe(false)

    const foreign = join(folder, 'documents')
    const letter = join(foreign, 'letter.txt')
    openDataDir(foreign).release()
    rmSync(join(foreign, '.tandem'))
    writeFileSync(letter, 'dear')
    expect(() => openDataDir(foreign, { reset: true })).toThrow(/did not make/)
    expect(readFileSync(letter, 'utf8')).toBe('dear')
  })
})

describe('children', () => {
  const server = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    process.on('SIGTERM', () => {})
    require('node:http').createServer((_, r) => r.end(String(child.pid))).listen(Number(process.env.LISTEN))`

  it('that ignore SIGTERM are gone within three seconds, with all they started', async () => {
    const { app } = await freePorts()
    const env = { ...process.env, LISTEN: `${app}` } as Record<string, string>
    const child = startChild({ name: 'stubborn', args: ['-e', server], env, logPath: join(folder, 'log') })
    const url = `http://127.0.0.1:${app}/`
    await waitHealthy(child, url, 10_000)
    const grandchild = Number(await (await fetch(url)).text())
    const began = Date.now()
    await child.stop()
    expect(Date.now() - began).toBeLessThan(3000)
    expect(isAlive(child.pid)).toBe(false)
    await expect.poll(() => isAlive(grandchild), { timeout: 1000 }).toBe(false)
  })

  it('end when the launcher is killed without a chance to say so', async () => {
    const { app } = await freePorts()
    const launcher = `
      import { startChild } from './tests/support/child.ts'
      const env = { ...process.env, LISTEN: '${app}' }
      const child = startChild({ name: 'c', args: ['-e', ${JSON.stringify(server)}], env, logPath: '${join(folder, 'log')}' })
      process.stdout.write(String(child.pid))`
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', launcher], { cwd: ROOT })
    const pid = Number(await new Promise<string>((resolve) => parent.stdout.once('data', (d) => resolve(String(d)))))
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${app}/`).then(
            (r) => r.ok,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 4000 }).toBe(false)
  })

  it('that end while starting are reported with their last words', async () => {
    const args = ['-e', 'console.error("no such table"); process.exit(3)']
    const child = startChild({
      name: 'doomed',
      args,
      env: process.env as Record<string, string>,
      logPath: join(folder, 'log'),
    })
    await expect(waitHealthy(child, 'http://127.0.0.1:1/', 10_000)).rejects.toThrow(/exit code 3[\s\S]*no such table/)
  })
})

it('variables of a .env file or of the shell cannot lead the demo elsewhere', async () => {
  process.env.GRAPH_BASE_URL = 'https://graph.example.com'
  process.env.INNGEST_EVENT_KEY = 'real'
  try {
    const ports = await freePorts()
    const secrets = { AUTH_SECRET: 'a', ENCRYPTION_KEYS: 'k1:a' }
    const entra = { ENTRA_CLIENT_ID: 'id', ENTRA_CLIENT_SECRET: 'secret' }
    const env = stackEnv({ ports, dataDir: folder, secrets, entra, extra: {} })
    expect(env.GRAPH_BASE_URL).toBe(`http://localhost:${ports.emulator}`)
    expect(env.INNGEST_EVENT_KEY).toBe('')
    expect(env.VITEST).toBeUndefined()
  } finally {
    delete process.env.GRAPH_BASE_URL
    delete process.env.INNGEST_EVENT_KEY
  }
})
