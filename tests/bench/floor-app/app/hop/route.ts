export const runtime = 'edge'
export const dynamic = 'force-dynamic'

/** The unavoidable part of taking a signal in: hand it to the engine, and answer what the engine said. */
export async function POST(request: Request): Promise<Response> {
  const answer = await fetch(`${process.env.INNGEST_DEV}/e/bench`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await request.text(),
    cache: 'no-store',
  })
  await answer.text()
  return new Response(null, { status: answer.ok ? 202 : 503 })
}
