import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { discardDraftRow, NewerDraft } from '@/lib/features/compose/mutations'
import { getDraft, htmlOfDraft, listOutgoing } from '@/lib/features/compose/queries'
import { lookFirst, rowOfOutlooks, settleEdits } from '@/lib/features/compose/sync/open'
import { inScope } from '@/lib/platform/db/handle'
import { startWorld, type World } from '../support/tandem-world'
import { UPN, Writer } from '../support/writing-world'

let world: World
let alex: Writer

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  alex = await Writer.begin(world)
})
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

const html = async (draft: { id: string }) => htmlOfDraft(await alex.row(draft))

/** A draft with a first text that stands in Outlook. */
async function standing(fields = {}) {
  const draft = await alex.save(await alex.draft(), fields)
  await pushed()
  return alex.row(draft)
}

async function pushed(): Promise<void> {
  alex.pass(3)
  await alex.pushUntilCalm()
}

const twinOf = async (draft: { id: string }): Promise<string> => (await alex.row(draft)).graphId ?? ''

/** The body that Outlook has. */
async function bodyInOutlook(id: string): Promise<string> {
  const { body } = await alex.graph<{ body: { content: string } }>('GET', `/me/messages/${encodeURIComponent(id)}`)
  return body.content
}

async function incoming(fields: Record<string, unknown> = {}) {
  const { ids } = (await world.control('POST', `/users/${UPN}/messages`, {
    subject: 'Question',
    from: { emailAddress: { name: 'Megan Bowen', address: 'megan@contoso.test' } },
    toRecipients: [{ emailAddress: { name: 'Alex', address: UPN } }],
    body: { contentType: 'html', content: '<p>What do you think?</p>' },
    ...fields,
  })) as { ids: string[] }
  const id = ids[0] ?? ''
  const [message] = (await alex.truth()).filter((each) => each.id === id)
  return { graphId: id, conversationId: message?.conversationId ?? null }
}

describe('a draft stands in Outlook', () => {
  it('as it is here, once, and changes with it', async () => {
    const draft = await standing({ html: '<p>One</p>', cc: [{ name: '', address: 'c@elsewhere.test' }] })
    expect(draft.pushedVersion).toBe(draft.version)
    expect(await bodyInOutlook(draft.graphId ?? '')).toContain('<p>One</p>')
    await alex.save(draft, { html: '<p>Two</p>', subject: 'Another plan' })
    await pushed()
    expect(await bodyInOutlook(draft.graphId ?? '')).toContain('<p>Two</p>')
    expect(await bodyInOutlook(draft.graphId ?? '')).not.toContain('One')
    expect(await alex.named('Another plan')).toMatchObject([{ isDraft: true }])
    expect(await alex.named('A plan')).toEqual([])
  })

  for (const kind of ['commit-then-504', 'commit-then-reset'])
    it(`once, when the answer to its making is lost: ${kind}`, async () => {
      await alex.fault(kind, 'POST', '/v1.0/me/messages')
      const draft = await standing()
      expect(await alex.named('A plan')).toHaveLength(1)
      expect(draft.graphId).toBe((await alex.named('A plan'))[0]?.id)
    })

  it('once, when the answer to a reply’s making is lost', async () => {
    const source = await incoming()
    await alex.fault('commit-then-504', 'POST', '*/createReply')
    const draft = await alex.draft({ subject: 'Re: Question', html: '<p>Yes</p>' }, 'reply', source)
    await alex.save(draft, { subject: 'Re: Question', html: '<p>Yes</p>' })
    await pushed()
    expect((await alex.named('Question')).filter(({ isDraft }) => isDraft)).toHaveLength(1)
  })

  it('as it is here, when the answer to its writing is lost', async () => {
    const draft = await standing()
    await alex.fault('commit-then-504', 'PATCH', '*/messages/*')
    await alex.save(draft, { html: '<p>Second</p>' })
    alex.pass(3)
    await alex.push()
    const typedMeanwhile = await alex.save(await alex.row(draft), { html: '<p>Third</p>' })
    alex.pass(5)
    await pushed()
    expect(await alex.row(draft)).toMatchObject({ reason: null, pushedVersion: typedMeanwhile.version })
    expect(await bodyInOutlook(draft.graphId ?? '')).toContain('<p>Third</p>')
  })

  it('as an answer: in its conversation, above the mail that is quoted', async () => {
    const source = await incoming()
    const draft = await alex.draft({ subject: 'Re: Question', html: '' }, 'reply', source)
    await alex.save(draft, { subject: 'Re: Question', html: '<p>I think so.</p>' })
    await pushed()
    const [mine] = (await alex.named('Question')).filter(({ isDraft }) => isDraft)
    expect(mine).toMatchObject({ subject: 'RE: Question', conversationId: source.conversationId })
    const body = await bodyInOutlook(mine?.id ?? '')
    expect(body.indexOf('I think so.')).toBeGreaterThan(0)
    expect(body.indexOf('What do you think?')).toBeGreaterThan(body.indexOf('I think so.'))
    expect(JSON.stringify(await alex.row(draft))).not.toContain('What do you think?')
    await alex.save(await alex.row(draft), { subject: 'Re: Question', html: '<p>Or not.</p>' })
    await pushed()
    const again = await bodyInOutlook(mine?.id ?? '')
    expect(again).toContain('Or not.')
    expect(again).not.toContain('I think so.')
    expect(again.match(/What do you think\?/g)).toHaveLength(1)
  })

  it('as a mail of its own when the mail that it answers is gone', async () => {
    const source = await incoming()
    await alex.inOutlook('DELETE', source.graphId, undefined, '?hard=true')
    const draft = await alex.draft({ subject: 'Re: Question' }, 'reply', source)
    await alex.save(draft, { subject: 'Re: Question' })
    await pushed()
    expect((await alex.named('Question')).filter(({ isDraft }) => isDraft)).toHaveLength(1)
  })

  it('no longer, once it is thrown away', async () => {
    const draft = await standing()
    await inScope(alex.scope, (db) => discardDraftRow(db, alex.owner, draft.id))
    expect(await alex.exists(draft)).toBe(false)
    await pushed()
    expect((await alex.named('A plan')).filter((each) => each.folder === 'drafts')).toEqual([])
    expect(await alex.jobs(draft)).toEqual([])
  })

  it('also after minutes in which Microsoft was away', async () => {
    await alex.fault('status', 'POST', '/v1.0/me/messages', { status: 503, times: 3 })
    const draft = await standing()
    expect(draft.pushedVersion).toBe(draft.version)
    expect(await alex.named('A plan')).toHaveLength(1)
  })
})

describe('two hands on one draft', () => {
  it('in two tabs: the slower one is shown the newer draft', async () => {
    const draft = await alex.draft()
    await alex.save(draft, { html: '<p>First tab</p>' })
    await expect(alex.save(draft, { html: '<p>Second tab</p>' })).rejects.toBeInstanceOf(NewerDraft)
    expect(await html(draft)).toBe('<p>First tab</p>')
  })

  it('in Outlook, with nothing unsaved here: Outlook’s text is taken in', async () => {
    const draft = await standing()
    const id = await twinOf(draft)
    await alex.graph('PATCH', `/me/messages/${encodeURIComponent(id)}`, {
      subject: 'A better plan',
      body: {
        contentType: 'html',
        content: '<html><body><div id="x_tandem-text"><p>From Outlook</p></div></body></html>',
      },
    })
    expect(await lookFirst(alex.owner.id, draft.id)).toBe('taken-in')
    expect(await alex.row(draft)).toMatchObject({ subject: 'A better plan' })
    expect(await html(draft)).toBe('<p>From Outlook</p>')
    expect(await lookFirst(alex.owner.id, draft.id)).toBe('same')
  })

  for (const keep of ['tandem', 'outlook'] as const)
    it(`in Outlook and here at once: the person chooses ${keep}’s`, async () => {
      const draft = await standing()
      const id = await twinOf(draft)
      const there = { body: { contentType: 'html', content: '<p>Outlook’s</p>' } }
      await alex.graph('PATCH', `/me/messages/${encodeURIComponent(id)}`, there)
      await alex.save(draft, { html: '<p>Ours</p>' })
      await pushed()
      expect(await alex.row(draft)).toMatchObject({ reason: 'difference' })
      expect(await bodyInOutlook(id)).toContain('Outlook’s')
      await expect(alex.queue(await alex.row(draft))).rejects.toMatchObject({ code: 'conflict' })
      await settleEdits(alex.owner.id, draft.id, keep)
      await pushed()
      const wanted = keep === 'tandem' ? 'Ours' : 'Outlook’s'
      expect(await bodyInOutlook(id)).toContain(wanted)
      expect(await html(draft)).toContain(wanted)
      expect((await alex.row(draft)).reason).toBeNull()
    })

  it('edited in Outlook before it is sent: what Outlook has is sent', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    const id = await twinOf(draft)
    await alex.graph('PATCH', `/me/messages/${encodeURIComponent(id)}`, { subject: 'Mended in Outlook' })
    alex.pass(11)
    await alex.pushUntilCalm()
    expect(await alex.sent()).toMatchObject([{ subject: 'Mended in Outlook' }])
  })

  it('deleted in Outlook before it is sent: it does not leave, and is kept here', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    await alex.inOutlook('DELETE', await twinOf(draft))
    alex.pass(11)
    await alex.pushUntilCalm()
    expect(await alex.sent()).toEqual([])
    expect(await alex.row(draft)).toMatchObject({ state: 'editing', reason: 'deleted', graphId: null })
    await alex.save(await alex.row(draft), { html: '<p>On</p>' })
    await pushed()
    expect((await alex.named('A plan')).filter((each) => each.folder === 'drafts')).toHaveLength(1)
    expect(await alex.row(draft)).toMatchObject({ reason: null })
  })

  it('deleted for good in Outlook: whoever opens it is told, once Outlook has no other word for it', async () => {
    const draft = await standing()
    await alex.inOutlook('DELETE', await twinOf(draft), undefined, '?hard=true')
    expect(await lookFirst(alex.owner.id, draft.id)).toBe('missing')
    await alex.pushUntilCalm()
    expect(await alex.row(draft)).toMatchObject({ state: 'editing', reason: 'deleted', graphId: null })
  })

  it('sent from Outlook: it is known as sent, and not sent again', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    await alex.inOutlook('POST', await twinOf(draft), undefined, '/send')
    alex.pass(11)
    await alex.push()
    // Outlook's copy takes its time.
    await new Promise((done) => setTimeout(done, 300))
    alex.pass(3)
    await alex.pushUntilCalm()
    expect(await alex.sent()).toHaveLength(1)
    expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
  })

  it('sent from Outlook without what was typed here since: that is kept, and does not leave by itself', async () => {
    const draft = await standing()
    await alex.inOutlook('POST', await twinOf(draft), undefined, '/send')
    await alex.queue(draft, { html: '<p>Newer words</p>' })
    await new Promise((done) => setTimeout(done, 300))
    alex.pass(11)
    await alex.pushUntilCalm()
    expect(await alex.sent()).toHaveLength(1)
    expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
    const outgoing = await inScope(alex.scope, (db) => listOutgoing(db, alex.owner.id, new Date()))
    const kept = outgoing.find(({ id }) => id !== draft.id)
    if (!kept) throw new Error('nothing was kept')
    expect(kept).toMatchObject({ state: 'editing', reason: 'sent-there', subject: 'A plan' })
    expect(await html(kept)).toContain('Newer words')
    await pushed()
    expect((await alex.named('A plan')).filter((each) => each.isDraft)).toHaveLength(1)
    expect(await alex.sent()).toHaveLength(1)
  })

  it('begun in Outlook: it is opened here with its text, and written back without the quote twice', async () => {
    const source = await incoming()
    const made = await alex.graph<{ id: string }>(
      'POST',
      `/me/messages/${encodeURIComponent(source.graphId)}/createReply`,
      { comment: 'Typed in Outlook' },
    )
    const id = await rowOfOutlooks(alex.owner.id, made.id)
    const found = await inScope(alex.scope, (db) => getDraft(db, alex.owner.id, id ?? ''))
    if (!found) throw new Error('no row')
    expect(htmlOfDraft(found.draft)).toContain('Typed in Outlook')
    expect(htmlOfDraft(found.draft)).not.toContain('What do you think?')
    expect(await rowOfOutlooks(alex.owner.id, made.id)).toBe(id)
    await alex.save(found.draft, { subject: 'RE: Question', html: '<p>And here</p>' })
    await pushed()
    const body = await bodyInOutlook(made.id)
    expect(body).toContain('And here')
    expect(body).not.toContain('Typed in Outlook')
    expect(body.match(/What do you think\?/g)).toHaveLength(1)
  })
})
