import { describe, expect, it } from 'vitest'
import { activeFeatures, FEATURES, type FeatureRule, isFeatureOn, leftOut, needsAdmin, scopesToAsk } from './rules'

const CATALOGUE: FeatureRule[] = [
  {
    id: 'mail',
    group: 'm',
    name: 'Inbox',
    sentence: '',
    permissions: [
      { scope: 'Mail.ReadWrite', reason: '' },
      { scope: 'Mail.Send', reason: '' },
    ],
  },
  {
    id: 'meet',
    group: 'c',
    name: 'Meetings',
    sentence: '',
    workOnly: true,
    permissions: [{ scope: 'OnlineMeetings.ReadWrite', reason: '' }],
  },
  {
    id: 'rooms',
    group: 'c',
    name: 'Rooms',
    sentence: '',
    permissions: [{ scope: 'Channel.Create', reason: '', adminOnly: true }],
  },
]
const BASE = ['openid', 'profile', 'email', 'offline_access', 'User.Read']

describe('the feature catalogue', () => {
  it('explains every permission and names each feature once', () => {
    expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(FEATURES.length)
    for (const { permissions } of FEATURES) {
      expect(permissions.length).toBeGreaterThan(0)
      for (const { reason } of permissions) expect(reason).toMatch(/\.$/)
    }
  })

  it('asks for reading and for sending, since one does not include the other', () => {
    expect(scopesToAsk(['mail'], [])).toEqual([...BASE, 'Mail.ReadWrite', 'Mail.Send'])
  })

  it('asks later for just what is missing', () => {
    expect(scopesToAsk(['mail', 'meet'], ['mail.readwrite', 'Mail.Send'], CATALOGUE)).toEqual([
      ...BASE,
      'OnlineMeetings.ReadWrite',
    ])
  })

  it('ignores features that do not exist', () => {
    expect(scopesToAsk(['nonsense', 'Directory.ReadWrite.All'], [], CATALOGUE)).toEqual(BASE)
  })
})

describe('a feature', () => {
  const granted = ['Mail.ReadWrite', 'Mail.Send', 'OnlineMeetings.ReadWrite', 'Channel.Create']

  it('is on when it was chosen and granted, and only then', () => {
    const work = { features: ['mail'], grantedScopes: granted, accountKind: 'work' as const }
    expect(isFeatureOn('mail', work, CATALOGUE)).toBe(true)
    expect(isFeatureOn('rooms', work, CATALOGUE)).toBe(false)
    expect(isFeatureOn('mail', { ...work, grantedScopes: ['Mail.ReadWrite'] }, CATALOGUE)).toBe(false)
  })

  it('for work accounts only stays off with a personal one, and says why', () => {
    const choice = { features: ['mail', 'meet'], grantedScopes: granted, accountKind: 'personal' as const }
    expect(activeFeatures(choice, CATALOGUE).map(({ id }) => id)).toEqual(['mail'])
    expect(leftOut(choice, CATALOGUE)).toEqual([{ name: 'Meetings', why: expect.stringContaining('work account') }])
  })

  it('that an administrator must grant carries the shield', () => {
    expect(CATALOGUE.filter(needsAdmin).map(({ id }) => id)).toEqual(['rooms'])
  })
})
