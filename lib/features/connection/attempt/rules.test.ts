import { describe, expect, it } from 'vitest'
import { outcomeCode, outcomeView } from './rules'

const view = (code: Parameters<typeof outcomeView>[0]['code'], detail = {}) =>
  outcomeView({ code, attemptId: 'a', detail, features: ['Inbox'], returnTo: '/inbox' })

describe('the page after a trip to Microsoft', () => {
  it('says the fixed words', () => {
    expect(view('linked').title).toBe('Successfully logged in to Microsoft')
    expect(view('declined').title).toBe('Unable to log in to Microsoft')
    expect(view('linked').returnLabel).toBe('Return to Tandem')
  })

  it('names the colleague who has the account, and the account that is expected', () => {
    expect(view('taken', { name: 'Jonas Lindqvist' }).sentence).toBe(
      'This Microsoft account belongs to Jonas Lindqvist here. An administrator can release it.',
    )
    expect(view('wrong_account', { address: 'sarah@x.test' }).sentence).toContain('Sign in as sarah@x.test')
  })

  it('gives IT the numbers of a refusal', () => {
    expect(view('conditional_access', { at: '2026-01-01T10:42:00Z', number: 'AADSTS53003' }).reference).toMatchObject({
      number: 'AADSTS53003',
    })
  })

  it('offers no retry where there is no attempt, and takes no code it does not know', () => {
    const stale = outcomeView({ code: outcomeCode('<b>'), attemptId: null, detail: {}, features: [], returnTo: '/' })
    expect(stale.code).toBe('stale')
    expect(stale.actions.every(({ kind }) => kind === 'link')).toBe(true)
  })
})
