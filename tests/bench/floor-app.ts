import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NEXT_BIN } from '../support/build'
import { startChild, waitHealthy } from '../support/child'
import { freePorts } from '../support/ports'
import { ROOT } from '../support/settings'

/**
 * Builds and starts the Next app that holds the floors (floor-app/): the same framework, the same kind of build, none
 * of Tandem. It is built below .data/, so that nothing of it is in the product.
 */
export async function startFloorApp(env: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = join(ROOT, '.data', 'bench-floor')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(fileURLToPath(new URL('./floor-app', import.meta.url)), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"name":"floor","private":true,"type":"module"}\n')
  const full = { ...env, NEXT_TELEMETRY_DISABLED: '1' }
  let output = ''
  const build = spawn(process.execPath, [NEXT_BIN, 'build', folder], {
    cwd: folder,
    env: { ...full, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [build.stdout, build.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const code = await new Promise((resolve) => build.once('exit', resolve))
  if (code !== 0) throw new Error(`the floor's app could not be built:\n${output.slice(-2000)}`)
  const { app } = await freePorts()
  const child = startChild({
    name: 'floor',
    args: [NEXT_BIN, 'start', folder, '--port', String(app)],
    env: full,
    production: true,
    logPath: join(folder, 'floor.log'),
  })
  const url = `http://localhost:${app}`
  await waitHealthy(child, `${url}/rows`, 30_000)
  return {
    url,
    stop: async () => {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
