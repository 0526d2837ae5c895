import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from './tests/support/browser'

const { executablePath, env } = await findBrowser()

/** Tests that start a stack of their own (own-stack.ts), or a demo. */
const APART = [
  'calendar-kills',
  'canary',
  'demo',
  'https',
  'kills',
  'publishing',
  'schedule',
  'send-kills',
  'send-later',
]
const apart = APART.map((name) => `**/e2e/${name}.spec.ts`)

export default defineConfig({
  testDir: './tests/e2e',
  outputDir: './test-results',
  globalSetup: './tests/support/e2e-setup.ts',
  // One stack and one set of people serve most tests, so they take turns. Those apart take turns beside them.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // For pages that came too late; nothing else is forgiven (docs/decisions/0016).
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    // Set by the global setup, before the workers that read it start.
    baseURL: process.env.E2E_APP_URL ?? '',
    launchOptions: { executablePath, ...(env && { env }) },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    // Recording every test would cost a good part of what browser and tests cost.
    trace: 'on-first-retry',
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: apart,
      workers: 1,
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'apart',
      testMatch: apart,
      workers: 1,
      // The shared stack is not theirs.
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 }, baseURL: '' },
    },
  ],
})
