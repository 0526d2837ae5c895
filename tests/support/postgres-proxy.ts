import { connect } from 'node:net'
import { WebSocketServer } from 'ws'

/** Carries each WebSocket's bytes to a local Postgres and back: what Neon's own proxy does. */
export async function startWebSocketProxy(port: number): Promise<{ address: string; stop(): Promise<void> }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  server.on('connection', (socket) => {
    const database = connect({ host: '127.0.0.1', port, noDelay: true })
    socket.on('message', (data) => database.write(data as Buffer))
    socket.on('close', () => database.destroy())
    socket.on('error', () => database.destroy())
    database.on('data', (data) => socket.send(data))
    database.on('close', () => socket.close())
    database.on('error', () => socket.terminate())
  })
  const address = server.address()
  return {
    address: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    stop: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate()
        server.close(() => resolve())
      }),
  }
}
