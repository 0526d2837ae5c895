import { connect, createServer, type Server } from 'node:net'
import { PORT_VARIABLES, type Ports, SetupError } from './settings'

/** Why a port cannot be used; null when it can. */
type PortTrouble = 'busy' | 'forbidden' | 'unsafe' | null

function tryListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EUNKNOWN'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 })
    const done = (result: boolean) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
    socket.once('timeout', () => done(false))
  })
}

/** Browsers and fetch refuse some ports outright (Fetch standard, "bad port"), for instance 6000. */
async function isBarredByBrowsers(port: number): Promise<boolean> {
  const refused = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(500) }).catch((e) => e)
  return refused instanceof Error && refused.cause instanceof Error && refused.cause.message === 'bad port'
}

/** Looks at a port by listening on it on every family, and by calling it (macOS lets two listeners share one port). */
async function portTrouble(port: number): Promise<PortTrouble> {
  for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
    const code = await tryListen(port, host)
    if (code === 'EADDRINUSE') return 'busy'
    if (code === 'EACCES') return 'forbidden'
  }
  if ((await answers(port, '127.0.0.1')) || (await answers(port, '::1'))) return 'busy'
  return (await isBarredByBrowsers(port)) ? 'unsafe' : null
}

/** @throws SetupError for the first port that cannot be used, naming variable, value and mend. */
export async function requireUsable(ports: Ports): Promise<void> {
  for (const name of Object.keys(PORT_VARIABLES) as (keyof Ports)[]) {
    const { variable, what } = PORT_VARIABLES[name]
    const port = ports[name]
    const trouble = await portTrouble(port)
    if (trouble === null || (trouble === 'unsafe' && name === 'smtp')) continue
    const other = port > 64_000 ? port - 1000 : port + 1
    const mend = `choose another port for ${what}, for example ${variable}=${other} npm run demo`
    if (trouble === 'busy') {
      throw new SetupError(
        `${variable} is ${port}, and that port is in use. Stop the program that holds it, or ${mend}.`,
      )
    }
    const why = trouble === 'forbidden' ? 'this account may not listen there' : 'browsers refuse that port'
    throw new SetupError(`${variable} is ${port}, but ${why}. Please ${mend}.`)
  }
}

/** Different free ports, chosen by the operating system; the emulator's has a free neighbour for uploads. */
export async function freePorts(): Promise<Ports> {
  const servers: Server[] = []
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(port, '0.0.0.0', () => {
        servers.push(server)
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
  const pair = async (): Promise<[emulator: number, content: number]> => {
    const emulator = await listen(0)
    const content = emulator < 65_535 ? await listen(emulator + 1).catch(() => 0) : 0
    return content > 0 ? [emulator, content] : pair()
  }
  const [emulator, content] = await pair()
  const ports = { app: await listen(0), emulator, content, engine: await listen(0), smtp: await listen(0) }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
