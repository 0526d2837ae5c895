import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fileStore } from '../../core/store'
import { ALEX, enc, hour, MEGAN, outcome } from '../world'
import { guests, meetingWorld } from './world'

let world: Awaited<ReturnType<typeof meetingWorld>>
beforeAll(async () => {
  world = await meetingWorld()
})
beforeEach(() => world.begin())
afterAll(() => world.close())

const path = (id: string) => `/me/events/${enc(id)}`
const online = (body: object = {}) =>
  world.event({
    ...hour('2026-12-01', 'Call'),
    body: { contentType: 'text', content: 'Agenda <1>' },
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    ...body,
  })
const later = () => world.control('POST', '/clock', { advanceSeconds: 2 })
const joinUrl = (body: Record<string, unknown>) => (body.onlineMeeting as { joinUrl: string } | null)?.joinUrl
/** Answers `read` until the link is there: the clock moved, so it is there at once. */
const linked = async () => {
  const made = await online()
  await later()
  const { body } = await world.get(path(made.id))
  return { id: made.id, url: joinUrl(body) ?? '', html: String((body.body as { content: string }).content) }
}

describe('an online meeting', () => {
  it('gets its link a moment after the answer, in the body too; onlineMeetingUrl stays null', async () => {
    const made = await online({ onlineMeetingProvider: undefined })
    expect(made).toMatchObject({
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
      onlineMeeting: null,
      onlineMeetingUrl: null,
    })
    await later()
    const { body } = await world.get(path(made.id))
    expect(joinUrl(body)).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\//)
    expect(body.onlineMeetingUrl).toBeNull()
    expect(body.changeKey).not.toBe(made.changeKey)
    const html = (body.body as { content: string }).content
    expect(html).toContain('Agenda &lt;1&gt;')
    expect(html).toContain((joinUrl(body) ?? '').replaceAll('&', '&amp;'))
  })

  it('is announced once more when the link is there, without anybody looking', async () => {
    await world.lag({ onlineMeetingDelayMs: 20 })
    const made = await online()
    let seen: string | undefined
    for (let i = 0; i < 100 && !seen; i++) {
      seen = (await world.eventOf(ALEX, 'Call')).joinUrl ?? undefined
      if (!seen) await new Promise((done) => setTimeout(done, 20))
    }
    expect(seen).toContain('meetup-join')
    expect((await world.eventOf(ALEX, 'Call')).changeKey).not.toBe(made.changeKey)
  })

  it('carries its link to attendees at once, in their copies and in the one mail', async () => {
    const sent = await world.sentBy(() => online({ attendees: guests(MEGAN) }))
    expect(sent).toHaveLength(1)
    const copy = await world.eventOf(MEGAN, 'Call')
    expect(copy.joinUrl).toContain('meetup-join')
    const more = await world.sentBy(async () => {
      await later()
      expect((await world.eventOf(ALEX, 'Call')).joinUrl).toBe(copy.joinUrl)
    })
    expect(more).toEqual([])
  })

  it('cannot be switched off, nor change its provider', async () => {
    const { id, url } = await linked()
    const { body } = await world.patch(path(id), { isOnlineMeeting: false })
    expect(body).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' })
    const other = await world.patch(path(id), { onlineMeetingProvider: 'skypeForBusiness' })
    expect(other.body.onlineMeetingProvider).toBe('teamsForBusiness')
    expect(joinUrl(other.body)).toBe(url)
  })

  it('is lost with the join information in the body, and kept with it', async () => {
    const { id, url, html } = await linked()
    const content = html.replace('Agenda', 'New agenda')
    const kept = await world.patch(path(id), { body: { contentType: 'html', content } })
    expect(joinUrl(kept.body)).toBe(url)
    const lost = await world.patch(path(id), { body: { contentType: 'html', content: '<p>Short</p>' } })
    expect(lost.body).toMatchObject({ isOnlineMeeting: false, onlineMeetingProvider: 'unknown', onlineMeeting: null })
  })

  it('can be asked for later, and by a provider of the calendar only', async () => {
    const { id } = await world.event(hour('2026-12-02', 'Plain'))
    const wrong = await world.wrong('PATCH', path(id), {
      isOnlineMeeting: true,
      onlineMeetingProvider: 'skypeForConsumer',
    })
    expect(outcome(wrong)).toEqual([400, 'ErrorInvalidRequest'])
    await world.patch(path(id), { isOnlineMeeting: true })
    await later()
    expect(joinUrl((await world.get(path(id))).body)).toContain('meetup-join')
  })

  it('is no online meeting in a personal calendar', async () => {
    const pat = await world.tokenOf('pat@outlook.test', 'openid User.Read Calendars.ReadWrite')
    const made = await world.as(pat, 'POST', '/me/events', { ...hour('2026-12-01', 'Chat'), isOnlineMeeting: true })
    expect([made.status, made.body.isOnlineMeeting]).toEqual([201, false])
  })
})

it('a link that was on its way comes in after a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'emulator-'))
  const first = await meetingWorld({ store: fileStore(directory) })
  await first.begin()
  await first.event({ ...hour('2026-12-01', 'Call'), isOnlineMeeting: true })
  expect((await first.eventOf(ALEX, 'Call')).joinUrl).toBeNull()
  await first.close()
  const second = await meetingWorld({ store: fileStore(directory) })
  await second.eventOf(ALEX, 'Call')
  await second.control('POST', '/clock', { advanceSeconds: 2 })
  expect((await second.eventOf(ALEX, 'Call')).joinUrl).toContain('meetup-join')
  await second.close()
  rmSync(directory, { recursive: true })
})
