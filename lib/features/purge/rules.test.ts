import { describe, expect, it } from 'vitest'
import { FEATURES } from '@/lib/features/connection/rules'
import { stopsOf } from './rules'

describe('what stops working', () => {
  it('is said of what was on, and of nothing else', () => {
    expect(stopsOf((feature) => feature === 'calendar')).toEqual([
      'Your Outlook events no longer appear in the schedule.',
    ])
    expect(stopsOf(() => false)).toEqual([])
  })

  it('knows mail and calendar by their names in the catalogue', () => {
    const asked: string[] = []
    const all = stopsOf((feature) => {
      asked.push(feature)
      return true
    })
    expect(FEATURES.map(({ id }) => id)).toEqual(expect.arrayContaining(asked))
    expect(all).toHaveLength(3)
  })
})
