import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy'

const policy = (development = false) =>
  contentSecurityPolicy({ nonce: 'n0', formTargets: ['https://login.example'], development, https: true })

describe('the content security policy', () => {
  it('lets no inline script run but the nonced ones, and never evaluates text in production', () => {
    const scripts = policy()
      .split('; ')
      .find((directive) => directive.startsWith('script-src'))
    expect(scripts).toBe("script-src 'self' 'nonce-n0' 'strict-dynamic'")
  })

  it('keeps Tandem out of frames and forms on our side or at the sign-in', () => {
    expect(policy()).toContain("frame-ancestors 'none'")
    expect(policy()).toContain("form-action 'self' https://login.example")
    expect(policy()).toContain("base-uri 'none'")
  })
})
