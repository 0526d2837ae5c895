import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inngest } from '@/inngest/client'
import { mailSweep } from '@/inngest/events'
import { Random } from '../emulator/seed/random'
import { heldBy } from '../support/held-by'
import { fatesOf } from '../support/life/fates'
import { Life } from '../support/life/life'
import { told } from '../support/life/told'
import { stateOf } from '../support/living-deeds'
import { LivingWorld, type Person } from '../support/living-world'

const UPN = 'alex@contoso.test'
const STEPS = Number(process.env.MODEL_STEPS ?? 40)
/** Fixed, so that the same checkout gives the same answer; MODEL_SEED=random looks for new troubles and prints the seed. */
const { MODEL_SEED } = process.env
const SEEDS =
  MODEL_SEED === 'random'
    ? [Math.floor(Math.random() * 1e9)]
    : MODEL_SEED
      ? [Number(MODEL_SEED)]
      : [20_261_121, 894_947_915, 131_480]

let tandem: LivingWorld

beforeAll(async () => {
  tandem = await LivingWorld.start()
})
afterAll(() => tandem.close())
beforeEach(() => tandem.reset())

/** All that waits to leave has had its time, all is quiet, and the person has answered every question. */
async function settle(alex: Person, life: Life): Promise<void> {
  await tandem.healed()
  for (let round = 0; round < 8; round++) {
    const waiting = (await heldBy(alex.scope)).drafts.filter(({ state }) => state === 'queued' || state === 'sending')
    if (waiting.length === 0) break
    const { now } = await tandem.control<{ now: string }>('GET', '/clock')
    const last = Math.max(...waiting.map(({ sendAt }) => Date.parse(sendAt ?? now)))
    await tandem.advance(Math.max(0, (last - Date.parse(now)) / 1000) + 61)
    await tandem.healed()
  }
  // What no signal told of is found by the next comparison.
  await inngest.send(mailSweep.create({ connectionId: alex.connectionId, why: 'asked' }))
  await tandem.healed()
  await life.letters.close()
  await tandem.healed()
}

/** A life from the first mail to its end. Answers what is wrong then. */
async function lived(alex: Person, life: Life, luck: Random): Promise<string[]> {
  await tandem.until(async () => (await heldBy(alex.scope)).messages.length > 0, 'the first mail')
  const before = (await tandem.sent()).length
  for (let step = 0; step < STEPS; step++) {
    if (luck.chance(40)) await life.trouble()
    await life.step()
  }
  await tandem.control('DELETE', '/faults')
  await life.link()
  expect((await stateOf(alex.connectionId))?.state).toBe('active')
  await settle(alex, life)

  const sent = (await tandem.sent()).slice(before)
  const held = await heldBy(alex.scope)
  const wrong = [
    ...(await tandem.agree(alex, { mails: null })),
    ...life.inbox.unfulfilled(await tandem.truth(UPN), life.letters.archived),
    ...life.letters.wrong,
    ...fatesOf(life.letters.letters, held, sent),
  ]
  // Besides letters only the mails that ask for a reconnect.
  const others = sent.filter(({ subject }) => !subject.includes('letter-'))
  if (others.some(({ via }) => via !== 'smtp') || others.length > life.reconnects) wrong.push('mails nobody asked for')
  return wrong
}

it.each(SEEDS)(
  `any life of ${STEPS} steps ends with both sides alike (MODEL_SEED=%i)`,
  { timeout: 130_000 + STEPS * 2_000 },
  async (seed) => {
    const alex = await tandem.link(UPN)
    const life = new Life(tandem, alex, seed)
    const within = 120_000 + STEPS * 2_000
    await told({ seed, steps: STEPS, log: life.log, within }, () => lived(alex, life, new Random(seed + 1)))
  },
)
