// A real SDK app on its own port, against an engine: what the tests run.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/node'

const silent = { info() {}, warn() {}, error() {}, debug() {} }

export interface TestApp {
  url: string
  client: Inngest
  /** Kills every connection and the port, as a crash would. */
  stop(): Promise<void>
}

/** Serves the functions that `build` makes, at `port` (0: a free one), and registers them unless told otherwise. */
export async function startApp(
  engineUrl: string,
  build: (client: Inngest) => InngestFunction.Any[],
  { port = 0, register = true, id = 'app' } = {},
): Promise<TestApp> {
  const client = new Inngest({ id, baseUrl: engineUrl, isDev: true, logger: silent, internalLogger: silent })
  const server: Server = createServer(serve({ client, functions: build(client) }))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`
  if (register) {
    const answer = await fetch(url, { method: 'PUT' })
    if (!answer.ok) {
      server.close()
      throw new Error(await answer.text())
    }
  }
  return {
    url,
    client,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
