import { describe, expect, it } from 'vitest'
import { isUploadUrl, readUploadHosts, uploadSources } from '@/lib/platform/env/microsoft'
import { contentSecurityPolicy } from './content-security-policy'

const policy = (development = false) =>
  contentSecurityPolicy({
    nonce: 'n0',
    formTargets: ['https://login.example'],
    uploadSources: uploadSources(['outlook.example', 'localhost:4001']),
    development,
    https: true,
  })

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

  it('lets the browser send files to Microsoft’s upload hosts and nowhere else', () => {
    expect(policy()).toContain(
      "connect-src 'self' https://outlook.example https://*.outlook.example http://localhost:4001 https://localhost:4001;",
    )
    const hosts = readUploadHosts('Outlook.Example, localhost:4001') ?? []
    expect(hosts).toEqual(['outlook.example', 'localhost:4001'])
    expect(isUploadUrl('https://outlook.example/x?authtoken=1', hosts)).toBe(true)
    expect(isUploadUrl('https://eu.outlook.example/x', hosts)).toBe(true)
    expect(isUploadUrl('http://localhost:4001/x', hosts)).toBe(true)
    for (const url of [
      'http://outlook.example/x',
      'https://outlook.example.evil.example/x',
      'https://notoutlook.example/x',
      'https://outlook.example:8443/x',
      'https://user@outlook.example/x',
      'http://localhost:4002/x',
      'javascript:alert(1)',
      '/x',
    ])
      expect(isUploadUrl(url, hosts), url).toBe(false)
    expect(readUploadHosts('https://outlook.example')).toBeNull()
    expect(readUploadHosts('x y')).toBeNull()
  })
})
