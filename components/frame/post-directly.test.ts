import { afterEach, describe, expect, it, vi } from 'vitest'
import { deleteDirectly } from './delete-directly'
import { postDirectly } from './post-directly'

/** A server that answers when it is told to; what it was asked, in order. */
function server(answer: () => Response = () => Response.json({})) {
  const asked: { path: string; body: unknown; keepalive: boolean | undefined }[] = []
  const waiting: (() => void)[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)), keepalive: init.keepalive })
    return new Promise<Response>((resolve) => waiting.push(() => resolve(answer())))
  })
  return { asked, answers: () => waiting.splice(0).map((each) => each()) }
}
const of = (bytes: number) => 'x'.repeat(bytes)

afterEach(() => vi.unstubAllGlobals())

describe('what is asked directly', () => {
  it('leaves in the same moment, and goes on when the page is closed', async () => {
    const { asked, answers } = server()
    const done = deleteDirectly({ kind: 'task', id: 'a' })
    expect(asked).toEqual([{ path: '/api/deletions', body: { kind: 'task', id: 'a' }, keepalive: true }])
    answers()
    expect(await done).toBeUndefined()
  })

  it('takes no more than browsers let go on, of all that is on the way together', async () => {
    const { asked, answers } = server()
    const two = [postDirectly('/a', of(40_000)), postDirectly('/b', of(40_000)), postDirectly('/c', of(10_000))]
    expect(asked.map(({ keepalive }) => keepalive)).toEqual([true, false, true])
    answers()
    await Promise.all(two)
    const third = postDirectly('/d', of(40_000))
    expect(asked.at(-1)?.keepalive).toBe(true)
    answers()
    await third
  })

  it('answers a refusal in its words, and throws where nothing can be said', async () => {
    const said: Response[] = [
      Response.json({ error: 'Only who wrote this can delete it.' }),
      Response.json({ error: { code: 'unauthenticated', message: 'Sign in to go on.' } }, { status: 401 }),
      new Response('<h1>Bad gateway</h1>', { status: 502 }),
    ]
    const { answers } = server(() => said.shift() ?? Response.error())
    const asks = async () => {
      const done = deleteDirectly({ kind: 'activity', id: 'a' })
      answers()
      return done
    }
    expect(await asks()).toEqual({ error: 'Only who wrote this can delete it.' })
    expect(await asks()).toEqual({ error: 'Sign in to go on.' })
    await expect(asks()).rejects.toThrow('502')
  })
})
