import { spawn } from 'node:child_process'
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild, waitHealthy } from '../support/child'
import { freePorts } from '../support/ports'
import { ROOT } from '../support/settings'

const PACKAGES = ['next', 'react', 'react-dom', 'typescript', '@types/react', '@types/react-dom', '@types/node']

interface Manifest {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linkTree(join(from, entry.name), join(to, entry.name))
    else linkSync(join(from, entry.name), join(to, entry.name))
  }
}

/** Gives the folder its own node_modules, as hard links: below the project's own, Next would find our middleware too. */
function linkPackages(folder: string): void {
  const wanted = [...PACKAGES]
  const done = new Set<string>()
  for (let name = wanted.shift(); name; name = wanted.shift()) {
    const from = join(ROOT, 'node_modules', ...name.split('/'))
    if (done.has(name) || !existsSync(from)) continue
    done.add(name)
    linkTree(from, join(folder, 'node_modules', ...name.split('/')))
    const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest
    wanted.push(...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
  }
}

/**
 * Builds and starts the Next app that holds the floors (floor-app/): the same framework, the same kind of build, none
 * of Tandem. It is built below .data/, so that nothing of it is in the
 * product.
 */
export async function startFloorApp(env: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = join(ROOT, '.data', 'bench-floor')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(fileURLToPath(new URL('./floor-app', import.meta.url)), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"name":"floor","private":true,"type":"module"}\n')
  linkPackages(folder)
  const full = { ...env, NEXT_TELEMETRY_DISABLED: '1' }
  let output = ''
  const build = spawn(process.execPath, [join(folder, 'node_modules/next/dist/bin/next'), 'build', folder], {
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
    args: [join(folder, 'node_modules/next/dist/bin/next'), 'start', folder, '--port', String(app)],
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
