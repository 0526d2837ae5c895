import { describe, expect, it } from 'vitest'
import { attempt, refusalOf } from './deed'
import { words } from './words'

describe('a deed', () => {
  it('shows the sentence of a refusal, and nothing for any other answer', () => {
    expect(refusalOf({ error: 'That is not an e-mail address.' })).toBe('That is not an e-mail address.')
    for (const answer of [undefined, null, 'done', {}, { error: '' }, { error: 7 }, { link: '/invite/x' }])
      expect(refusalOf(answer)).toBeNull()
  })

  it('says that nothing was changed when it breaks, and never shows the error itself', async () => {
    const said = await attempt(() => Promise.reject(new Error('column "secret" does not exist')))
    expect(said).toBe(words.failed)
  })

  it('lets a redirect go its way', async () => {
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/inbox;307;' })
    await expect(attempt(() => Promise.reject(redirect))).rejects.toBe(redirect)
  })
})
