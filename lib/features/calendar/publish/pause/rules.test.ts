import { describe, expect, it } from 'vitest'
import { sayPause } from './rules'

describe('what the circuit breaker held back', () => {
  it.each([
    ['out', true, '30 of 1,200 entries would be removed from Outlook at once.'],
    ['out', false, '30 of 1,200 entries would be changed in or removed from Outlook at once.'],
    [
      'in',
      true,
      '30 of 1,200 entries would be removed from Tandem or called off at once, because they are gone from Outlook.',
    ],
    [
      'in',
      false,
      '30 of 1,200 entries would be changed in or removed from Tandem at once, because Outlook changed or lost them.',
    ],
  ] as const)('%s, all of it lost: %s', (direction, isLoss, sentence) => {
    expect(sayPause({ direction, affected: 30, total: 1200 }, isLoss)).toBe(sentence)
  })
})
