export const runtime = 'edge'
export const dynamic = 'force-dynamic'

const nonce = () => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(10)))

/** The unavoidable part of taking a signal in: hand it to the engine, and answer what the engine said. */
export async function POST(request: Request): Promise<Response> {
  const answer = await fetch(`${process.env.INNGEST_DEV}/e/bench`, {
    method: 'POST',
    // Inngest's SDK names each request, so that a repeated one counts once; the engine keeps the name on disk.
    headers: { 'content-type': 'application/json', 'x-inngest-event-id-seed': `${Date.now()},${btoa(nonce())}` },
    body: await request.text(),
    cache: 'no-store',
  })
  await answer.text()
  return new Response(null, { status: answer.ok ? 202 : 503 })
}
