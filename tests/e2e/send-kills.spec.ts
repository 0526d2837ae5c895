import { expect, type Page, test } from '@playwright/test'
import type { HeldDraft } from '../support/oracle-drafts'
import { beginMail, leftWith, pass } from './composer'
import { openCalls, randomFrom, SEED, wait } from './killing'
import { mailbox, tag } from './microsoft'
import { type OwnStack, startOwnStack } from './own-stack'
import { heldBy, link, openInbox, signIn } from './person'

const UPN = 'alex@contoso.test'
const FRIEND = 'tomas@mail.example'
const ROUNDS = 4
const EACH = 3
const subjects = Array.from({ length: ROUNDS * EACH }, (_, at) => `Leaves once ${at + 1} ${tag}`)

const draftsOf = async (page: Page) => (await heldBy(page)).drafts.filter(({ subject }) => subjects.includes(subject))

/** Asks for a mail to be sent as its page does. True: the person was told that it leaves. Nobody may be there. */
async function send(page: Page, stack: OwnStack, draft: HeldDraft): Promise<boolean> {
  const { subject, html, toRecipients: to } = draft
  const content = { to, cc: [], bcc: [], subject, html, importance: 'normal', remindDays: null }
  const data = { id: draft.tandemId, version: draft.version, content, at: null, confirmed: true, archive: false }
  try {
    const answer = await page.request.post('/api/compose/send', { data, headers: { origin: stack.appUrl } })
    return answer.ok() && 'sendAt' in ((await answer.json()) as object)
  } catch {
    return false
  }
}

test(`kill -9 of app and engine while mails leave (${ROUNDS} times): each leaves once, or waits for its person`, async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const random = randomFrom(SEED)
  console.log(`KILL_SEED=${SEED}`)
  const stack = await startOwnStack(browser)
  try {
    const page = await stack.newPage()
    await signIn(page, UPN)
    await link(page, UPN)
    await openInbox(page)
    for (const subject of subjects) {
      const composer = await beginMail(page, { to: FRIEND, subject, text: 'Once.' })
      await composer.getByRole('button', { name: 'Close and keep as draft' }).click()
    }
    const written = async () => (await draftsOf(page)).filter(({ html }) => html.includes('Once.')).length
    await expect.poll(written).toBe(subjects.length)
    await page.goto('about:blank')
    const drafts = await draftsOf(page)

    const told: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const mine = drafts.slice(round * EACH, (round + 1) * EACH)
      // The last ones are being asked for when the app dies; before that, mails are leaving when either of them does.
      const asking = round === ROUNDS - 1
      const target = asking || random(2) === 0 ? 'app' : 'engine'
      const asked = Promise.all(
        mine.map(async (draft) => {
          if (await send(page, stack, draft)) told.push(draft.subject)
        }),
      )
      if (asking) await wait(random(120))
      else {
        await asked
        await pass(11)
        await openCalls(3000, 'compose-out')
        await wait(random(150))
      }
      await stack.kill(target)
      await asked
      await stack.restart(target)
      const left = await Promise.all(subjects.map(async (subject) => (await leftWith(subject)).length))
      console.log(`${round + 1}. ${target}; told ${told.length}, left ${left.reduce((sum, each) => sum + each, 0)}`)
    }

    // What was lost sight of is looked for; in two minutes it is known where each one is.
    const moving = async () =>
      (await draftsOf(page)).filter(({ state }) => state === 'queued' || state === 'sending').map(({ state }) => state)
    await expect(async () => {
      await pass(20)
      expect(await moving()).toEqual([])
    }).toPass({ timeout: 60_000, intervals: [1000] })
    const ends = new Map((await draftsOf(page)).map(({ subject, state }) => [subject, state]))
    console.log([...ends.values()].join(' '))

    // Claimed, and dead before the call: nobody sends it again unasked, and its person says what to do.
    await page.goto('/settings/integrations')
    for (const [subject, state] of ends) {
      if (state !== 'unsure') continue
      expect(await leftWith(subject)).toEqual([])
      const question = page.getByRole('alert').filter({ hasText: subject })
      await question.getByRole('button', { name: 'Send it again' }).click()
      await expect(question).toHaveCount(0)
      ends.set(subject, 'sent')
    }
    for (const [subject, state] of ends) {
      expect(state === 'sent' || !told.includes(subject), subject).toBe(true)
      await expect.poll(async () => (await leftWith(subject)).length).toBe(state === 'sent' ? 1 : 0)
      expect(state).toMatch(/^(?:sent|editing)$/)
    }
    const standing = (folder: string) => async () =>
      (await mailbox(UPN)).filter((each) => subjects.includes(each.subject ?? '') && each.folder === folder).length
    const sent = [...ends.values()].filter((state) => state === 'sent').length
    await expect.poll(standing('sentitems')).toBe(sent)
    await expect.poll(standing('drafts')).toBe(subjects.length - sent)
  } finally {
    await stack.close()
  }
})
