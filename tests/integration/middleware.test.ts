import { unstable_doesMiddlewareMatch as matches } from 'next/experimental/testing/server'
import { expect, it } from 'vitest'
import { config } from '@/middleware'

const runs = (path: string) => matches({ config, url: `http://localhost${path}`, nextConfig: {} })

it('every page has a content security policy, however its address ends', () => {
  for (const page of ['/', '/inbox', '/invite/token.svg', '/approve/x.png', '/nowhere.txt'])
    expect(runs(page)).toBe(true)
})

it('data and files go without it', () => {
  for (const path of ['/api/live', '/_next/static/a.js', '/icon.svg', '/favicon.ico']) expect(runs(path)).toBe(false)
})
