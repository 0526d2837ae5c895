import { createServer } from 'node:http'

/** Answers Graph's validation handshake on a free port, as the webhook does, and takes signals without effect. */
export async function startHandshake(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('validationToken')
    response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(token ?? '')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  return {
    url: `http://localhost:${typeof address === 'object' && address ? address.port : 0}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
