// The engine as a process of its own, to be killed.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { TEST_SCALE } from './engine'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export interface EngineProcess {
  /** Everything it printed. */
  output(): string
  kill(): Promise<void>
  exit: Promise<number | null>
}

/** Starts main.ts and answers once it serves (or has ended). */
export async function spawnEngine(dataDir: string, port: number): Promise<EngineProcess> {
  const env = {
    ...process.env,
    ENGINE_PORT: String(port),
    TANDEM_DATA_DIR: dataDir,
    ENGINE_RETRY_SCALE: String(TEST_SCALE),
  }
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', MAIN], { env })
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  for (let ended = false; !ended && !output.includes('engine at'); ) {
    ended = await Promise.race([exit.then(() => true), new Promise<false>((r) => setTimeout(() => r(false), 10))])
  }
  return {
    output: () => output,
    exit,
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}
