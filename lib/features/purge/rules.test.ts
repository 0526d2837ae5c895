import { describe, expect, it } from 'vitest'
import { FEATURES } from '@/lib/features/connection/rules'
import { stopsOf } from './rules'

const separate = { mode: 'separate', writes: 'on' } as const

describe('what stops working', () => {
  it('is said of what was on, and of nothing else', () => {
    expect(stopsOf((feature) => feature === 'calendar', null)).toEqual([
      'Your Outlook events no longer appear in the schedule.',
    ])
    expect(stopsOf(() => false, separate)).toEqual([])
  })

  it('names the mode in which entries go to Outlook, if there is one and it may write there', () => {
    const said = (publishing: Parameters<typeof stopsOf>[1]) =>
      stopsOf((feature) => feature === 'publishing', publishing)
    expect(said(separate)).toEqual([expect.stringMatching(/^Publish to Outlook: the separate calendar/)])
    expect(said({ mode: 'two-way', writes: 'on' })).toEqual([expect.stringMatching(/^Two-way: .+ here or in Outlook/)])
    expect(said({ mode: 'off', writes: 'on' })).toEqual([])
    expect(said(null)).toEqual([])
    expect(stopsOf((feature) => feature === 'calendar', separate)).toHaveLength(1)
  })

  it('says of observing only what was done', () => {
    const said = (mode: 'separate' | 'two-way') =>
      stopsOf((feature) => feature === 'publishing', { mode, writes: 'observe' })
    expect(said('separate')).toEqual([])
    expect(said('two-way')).toEqual(['Two-way: a change made in Outlook is no longer made here.'])
  })

  it('knows the features by their names in the catalogue', () => {
    const asked: string[] = []
    const all = stopsOf((feature) => {
      asked.push(feature)
      return true
    }, separate)
    expect(FEATURES.map(({ id }) => id)).toEqual(expect.arrayContaining(asked))
    expect(asked).toContain('publishing')
    expect(all).toHaveLength(4)
  })
})
