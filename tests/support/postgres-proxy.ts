import { connect } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** Reads a client's half of the protocol and tells each statement: simple queries, and parsed ones. */
function statementReader(tell: (statement: string) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  return (bytes) => {
    rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    for (;;) {
      // The first message has a length and no type.
      const head = started ? 1 : 0
      if (rest.length < head + 4) return
      const end = head + rest.readInt32BE(head)
      if (rest.length < end) return
      const type = started ? String.fromCharCode(rest[0] ?? 0) : ''
      const body = rest.subarray(head + 4, end)
      started = true
      rest = rest.subarray(end)
      if (type === 'Q') tell(body.toString('utf8', 0, body.length - 1))
      if (type === 'P') {
        const from = body.indexOf(0) + 1
        tell(body.toString('utf8', from, body.indexOf(0, from)))
      }
    }
  }
}

export interface WebSocketProxy {
  /** host:port */
  address: string
  /** As if the database were gone: open connections break, new ones are refused. */
  close(): Promise<void>
  /** Back at the same address. */
  open(): Promise<void>
}

/**
 * Carries each WebSocket's bytes to a local Postgres and back: what Neon's own proxy does.
 * @param onStatement told of every statement that passes
 */
export async function startWebSocketProxy(
  port: number,
  onStatement?: (statement: string) => void,
): Promise<WebSocketProxy> {
  let server: WebSocketServer
  let own = 0
  const open = async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: own })
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve)
      server.once('error', reject)
    })
    server.on('connection', (socket) => carry(socket, port, onStatement))
    const address = server.address()
    own = typeof address === 'object' && address ? address.port : 0
  }
  await open()
  return {
    address: `127.0.0.1:${own}`,
    open,
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate()
        server.close(() => resolve())
      }),
  }
}

function carry(socket: WebSocket, port: number, onStatement?: (statement: string) => void): void {
  const database = connect({ host: '127.0.0.1', port, noDelay: true })
  const read = onStatement ? statementReader(onStatement) : null
  socket.on('message', (data) => {
    read?.(data as Buffer)
    database.write(data as Buffer)
  })
  socket.on('close', () => database.destroy())
  socket.on('error', () => database.destroy())
  database.on('data', (data) => socket.send(data))
  database.on('close', () => socket.close())
  database.on('error', () => socket.terminate())
}
