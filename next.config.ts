import type { NextConfig } from 'next'

/** Headers of every answer. The content security policy carries a nonce and comes from middleware.ts. */
const SECURITY = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]
// Browsers ignore this over plain http, so that loopback is not affected.
const TRANSPORT = { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' }

const config: NextConfig = {
  poweredByHeader: false,
  // Without it Next takes 127.0.0.1 for localhost, and Auth.js sends people back to an address that APP_URL does not name.
  skipProxyUrlNormalize: true,
  reactStrictMode: true,
  // The title stands in the head from the first byte, for everybody: a reader of the screen begins with it.
  htmlLimitedBots: /.*/,
  // Next's picture service asks nobody who they are, and keeps copies on disk that no Disconnect would find.
  images: { unoptimized: true },
  headers: async () => [
    { source: '/:path*', headers: [...SECURITY, TRANSPORT] },
    {
      source: '/api/:path*',
      headers: [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }],
    },
    // Addresses with a secret in them are told to nobody.
    ...['/invite/:path*', '/approve/:path*', '/signin/:path*'].map((source) => ({
      source,
      headers: [{ key: 'Referrer-Policy', value: 'no-referrer' }],
    })),
  ],
  serverExternalPackages: ['@electric-sql/pglite', 'ws', 'pino', 'nodemailer'],
}

export default config
