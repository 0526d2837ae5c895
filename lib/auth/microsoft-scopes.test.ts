import { describe, expect, it } from 'vitest'
import { hasScopes, missingScopes, normaliseScopes } from './microsoft-scopes'

describe('permissions as Microsoft spells them', () => {
  it('are the same short or prefixed, in any case', () => {
    const granted = normaliseScopes('openid https://graph.microsoft.com/mail.readwrite Mail.Send  MAIL.SEND')
    expect(granted).toEqual(['Mail.Send', 'mail.readwrite', 'openid'])
    expect(hasScopes(granted, ['Mail.ReadWrite', 'Mail.Send'])).toBe(true)
  })

  it('are missing when only a longer or shorter name was granted', () => {
    expect(missingScopes(['Mail.Read', 'Mail.ReadWrite.Shared'], ['Mail.ReadWrite'])).toEqual(['Mail.ReadWrite'])
  })

  it('never miss offline_access, which Microsoft does not echo', () => {
    expect(hasScopes(['User.Read'], ['offline_access', 'User.Read'])).toBe(true)
  })
})
