import { expect, test } from '@playwright/test'
import { type OpenCall, openCalls, randomFrom, SEED, wait } from './killing'
import { control, mailbox, sentTo } from './microsoft'
import { engine, startOwnStack } from './own-stack'
import { differencesFor, link, signIn } from './person'

const UPN = 'alex@contoso.test'
const KILLS = Number(process.env.KILLS ?? 5)
const MESSAGES = Number(process.env.KILL_MESSAGES ?? 5000)

test(`kill -9 of app and engine (${KILLS} times): nothing is lost, nothing is double`, async ({ browser }) => {
  test.setTimeout(120_000 + KILLS * 30_000)
  const random = randomFrom(SEED)
  console.log(`KILL_SEED=${SEED} KILLS=${KILLS} KILL_MESSAGES=${MESSAGES}`)
  const stack = await startOwnStack(browser)
  try {
    await control('POST', `/users/${UPN}/messages`, { count: MESSAGES, spreadDays: 60, seed: SEED })
    const page = await stack.newPage()
    await signIn(page, UPN)
    await link(page, UPN)
    await page.goto('about:blank')
    const sent = await sentTo(UPN)

    let hits = 0
    for (let at = 1; at <= KILLS; at++) {
      const target = random(2) === 0 ? 'app' : 'engine'
      await wait(random(400))
      await control('POST', `/users/${UPN}/messages`, { count: 1 + random(30), seed: SEED + at })
      const { id } = (await mailbox(UPN))[random(50)] ?? {}
      await control('PATCH', `/users/${UPN}/messages/${id}`, { isRead: random(2) === 0 })
      if (random(3) === 0) await control('DELETE', `/users/${UPN}/messages/${id}?hard=${random(2) === 0}`)
      let open = await openCalls(3000)
      const later = random(30)
      await wait(later)
      open = open.length > 0 && later > 0 ? await engine<OpenCall[]>('GET', '/open') : open
      await stack.kill(target)
      if (open.length > 0) hits++
      console.log(
        `${at}. ${target} with open: ${open.map((each) => `${each.function}/${each.step}`).join(', ') || 'nothing'}`,
      )
      // Microsoft goes on meanwhile, and finds nobody.
      await control('POST', `/users/${UPN}/messages`, { count: 1 + random(5), seed: SEED - at })
      await wait(random(700))
      await stack.restart(target)
    }
    console.log(`${hits} of ${KILLS} kills hit an open step`)
    expect(hits).toBeGreaterThanOrEqual(Math.floor(KILLS * 0.75))

    const settled = Date.now()
    await expect
      .poll(() => differencesFor(page, UPN).then((found) => found.slice(0, 5)), { timeout: 120_000, intervals: [1000] })
      .toEqual([])
    console.log(`equal ${((Date.now() - settled) / 1000).toFixed(1)} s after the last restart`)
    await expect
      .poll(() => engine<{ queued: number; running: number }>('GET', '/quiet'), { timeout: 30_000 })
      .toMatchObject({ queued: 0, running: 0 })
    expect(await differencesFor(page, UPN)).toEqual([])
    expect(await sentTo(UPN)).toEqual(sent)
  } finally {
    await stack.close()
  }
})
