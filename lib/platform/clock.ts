import { env } from './env'

// With TANDEM_CLOCK_URL (trials only) the app follows another clock: the offset is fetched five times a second.
const store = globalThis as typeof globalThis & {
  tandemClock?: { offset: number; asking: boolean; timer: NodeJS.Timeout | null }
}

async function follow(url: string): Promise<void> {
  const state = store.tandemClock
  if (!state || state.asking) return
  state.asking = true
  const asked = Date.now()
  try {
    const { now } = (await (await fetch(url, { cache: 'no-store' })).json()) as { now: string | number }
    const told = Date.now()
    const offset = new Date(now).getTime() - (asked + told) / 2
    // What the way there and back may explain is no difference: the clock would tremble, and run backwards.
    if (Math.abs(offset - state.offset) > (told - asked) / 2 + 1) state.offset = offset
  } catch {
    // The other clock is away: keep the last offset.
  } finally {
    state.asking = false
  }
}

/** Starts following TANDEM_CLOCK_URL, if set. Called once at start. */
export async function startClock(): Promise<void> {
  const url = env().TANDEM_CLOCK_URL
  if (!url || store.tandemClock) return
  store.tandemClock = { offset: 0, asking: false, timer: null }
  await follow(url)
  store.tandemClock.timer = setInterval(() => void follow(url), 200)
  store.tandemClock.timer.unref()
}

/** The present, as every rule of the product sees it. */
export const now = (): Date => new Date(Date.now() + (store.tandemClock?.offset ?? 0))
