import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DraftSession } from './draft-session'
import { readCopy } from './local-copies'
import type { ComposeActions, ComposeHome, DraftContent, DraftView } from './view'

const blank: DraftView = {
  id: 'd1',
  kind: 'new',
  state: 'editing',
  version: 1,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html: '',
  importance: 'normal',
  remindDays: null,
  attachments: [],
  quoteHtml: null,
  sourceId: null,
  conversationId: null,
  sendAt: null,
  savedAt: '2026-11-21T09:00:00Z',
  inOutlook: false,
  problem: null,
  difference: null,
}
const home: ComposeHome = {
  address: 'me@b.example',
  name: 'Me',
  signatures: [{ id: '5', name: 'Short', html: '<p>Me</p>', forNew: true, forReplies: false }],
  snippets: [],
  can: { teams: true, suggestions: true, absence: true, send: true },
  outgoing: [],
}
const amara = { name: 'Amara', address: 'amara@b.example' }

/** A server that keeps one draft, as the contract says it does. */
function server(start: DraftView = blank) {
  const world = {
    ...{ draft: start, reachable: true, saves: [] as DraftContent[], discarded: false, sent: 0, opened: 0 },
    /** While it is set, saves are not answered. */
    slow: null as Promise<void> | null,
    /** While it is set, neither sends nor looks are. */
    late: null as Promise<void> | null,
    sends: [] as { version: number; saving: boolean | undefined }[],
  }
  const away = () => (world.reachable ? null : Promise.reject(new Error('offline')))
  const never = () => Promise.reject(new Error('not asked for here'))
  const actions: ComposeActions = {
    openDraft: async ({ kind }) => {
      world.opened++
      return (await away()) ?? { draft: { ...world.draft, kind } }
    },
    resumeDraft: async () => {
      const { draft } = world
      await world.late
      return (await away()) ?? { draft }
    },
    saveDraft: async (_, version, content) => {
      await away()
      await world.slow
      if (version !== world.draft.version) return { newer: world.draft }
      world.saves.push(content)
      world.draft = { ...world.draft, ...content, version: version + 1 }
      return { version: version + 1, savedAt: '2026-11-21T09:00:01Z' }
    },
    discardDraft: async () => {
      world.discarded = true
      return undefined
    },
    sendDraft: async ({ content, confirmed, version, saving }) => {
      await away()
      await world.late
      world.sends.push({ version, saving })
      if (!confirmed && !content.subject)
        return { warnings: [{ code: 'no-subject', text: 'There is no subject.', stops: false }] }
      world.sent += 1
      world.draft = { ...world.draft, ...content }
      return { sendAt: '2026-11-21T09:00:11Z' }
    },
    undoSend: never,
    rescheduleSend: never,
    settleUnsure: never,
    settleDifference: async (_, keep) => {
      world.draft = { ...world.draft, difference: null, ...(keep === 'outlook' ? { html: '<p>Outlook</p>' } : {}) }
      return { draft: world.draft }
    },
    startUpload: never,
    finishUpload: never,
    removeAttachment: never,
    makeTeamsLink: never,
  }
  const open = (request: Partial<ConstructorParameters<typeof DraftSession>[1]> = {}, seed?: DraftView) =>
    new DraftSession('key', { kind: 'new', place: 'dock', ...request }, { actions, home: async () => home, seed })
  return { world, open }
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

describe('a mail being written', () => {
  it('begins with the signature for its kind, and goes without a trace when nobody touched it', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    expect(session.state.content.html).toBe('<p></p><div data-signature="5"><p>Me</p></div>')
    expect(await session.close()).toBe('untouched')
    await settle()
    expect(world).toMatchObject({ discarded: true, saves: [] })
  })

  it('keeps what was typed before the server answered', async () => {
    const { world, open } = server()
    const session = open({ to: [amara] })
    session.edit({ subject: 'Early' })
    await settle(1100)
    expect(session.state.content).toMatchObject({ subject: 'Early', to: [amara] })
    expect(world.saves.at(-1)?.subject).toBe('Early')
  })

  it('asks the server only after the render that it is made in', async () => {
    const { world, open } = server()
    const session = open()
    expect(world.opened).toBe(0)
    await settle()
    expect(world.opened).toBe(1)
    expect(session.state.phase).toBe('open')
  })

  it('stands there as it was from the first moment when it was taken back', () => {
    const { open } = server()
    const session = open({ draftId: 'd1' }, { ...blank, to: [amara], subject: 'Back again' })
    expect(session.state.content).toMatchObject({ to: [amara], subject: 'Back again' })
  })

  it('saves a second after typing stops, once, with the text of the editor', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    let html = '<p>a</p>'
    session.attachText(() => html)
    session.edited()
    await settle(700)
    html = '<p>ab</p>'
    session.edited()
    await settle(900)
    expect(world.saves).toHaveLength(0)
    await settle(200)
    expect(world.saves.map((save) => save.html)).toEqual(['<p>ab</p>'])
  })

  it('saves at least every ten seconds while somebody types on and on', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    for (let at = 0; at < 30; at++) {
      session.edit({ subject: `S${at}` })
      await settle(500)
    }
    expect(world.saves.length).toBeGreaterThan(0)
  })

  it('keeps the text on the device while the server is away, and saves it afterwards', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    world.reachable = false
    session.edit({ subject: 'Offline' })
    await settle(1100)
    expect(session.state.save.problem).not.toBeNull()
    expect(readCopy('d1')?.content.subject).toBe('Offline')
    world.reachable = true
    await settle(10_000)
    expect(world.draft.subject).toBe('Offline')
    expect(readCopy('d1')).toBeNull()
  })

  it('finds on this device what the last page could not save', async () => {
    const { world, open } = server()
    const first = open()
    await settle()
    world.reachable = false
    first.edit({ subject: 'Crashed' })
    first.keepHere()
    world.reachable = true
    const again = open({ draftId: 'd1' })
    await settle(1500)
    expect(again.state.content.subject).toBe('Crashed')
    expect(world.draft.subject).toBe('Crashed')
  })

  it('shows both texts when another tab saved first, and either can be kept', async () => {
    for (const keep of ['mine', 'theirs'] as const) {
      localStorage.clear()
      const { world, open } = server()
      const session = open()
      await settle()
      world.draft = { ...world.draft, subject: 'Other tab', version: 2 }
      session.edit({ subject: 'This tab' })
      await settle(1100)
      expect(session.state.difference).toMatchObject({ with: 'tab', subject: 'Other tab' })
      expect(world.draft.subject).toBe('Other tab')
      await session.settle(keep)
      await settle(1500)
      expect(session.state.difference).toBeNull()
      expect(world.draft.subject).toBe(keep === 'mine' ? 'This tab' : 'Other tab')
      expect(session.state.content.subject).toBe(world.draft.subject)
    }
  })

  it('takes the other tab’s mail as it is by then: its text, its files, and that it is being sent', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    world.draft = { ...world.draft, subject: 'Other tab', version: 2 }
    session.edit({ subject: 'This tab' })
    await settle(1100)
    const file = { id: 'f', name: 'Offer.pdf', size: 9, contentType: 'application/pdf', contentId: null }
    world.draft = { ...world.draft, subject: 'Other tab, later', version: 3 }
    world.draft.attachments = [{ ...file, state: 'attached' }]
    world.reachable = false
    await session.settle('theirs')
    expect(session.state).toMatchObject({ difference: { with: 'tab' }, content: { subject: 'This tab' } })
    world.reachable = true
    await session.settle('theirs')
    expect(session.state).toMatchObject({ phase: 'open', difference: null, content: { subject: 'Other tab, later' } })
    expect(session.state.files.map(({ name }) => name)).toEqual(['Offer.pdf'])

    world.draft = { ...world.draft, version: 4, subject: 'Sent there' }
    session.edit({ subject: 'This tab again' })
    await settle(1100)
    world.draft = { ...world.draft, state: 'queued' }
    await session.settle('theirs')
    expect(session.state).toMatchObject({ phase: 'held', content: { subject: 'Sent there' } })
  })

  it('shows Outlook’s text beside ours when both changed', async () => {
    const { open } = server({
      ...blank,
      html: '<p>Ours</p>',
      difference: { html: '<p>Outlook</p>', subject: '', changedAt: '2026-11-21T08:00:00Z' },
    })
    const session = open({ draftId: 'd1' })
    await settle()
    expect(session.state.difference?.with).toBe('outlook')
    expect(await session.send(null, false, true)).toBeNull()
    await session.settle('theirs')
    expect(session.state.content.html).toBe('<p>Outlook</p>')
  })

  it('sends what stands there, half-typed recipients too, and asks about warnings first', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    session.onCommit(() => session.edit({ to: [amara] }))
    expect(await session.send(null, false, false)).toBeNull()
    expect(session.state.warnings?.list).toHaveLength(1)
    expect(await session.send(null, false, true)).toEqual({ sendAt: '2026-11-21T09:00:11Z' })
    expect(world.sent).toBe(1)
    expect(world.draft.to).toEqual([amara])
    expect(session.state.phase).toBe('gone')
    expect(await session.send(null, false, true)).toBeNull()
    expect(world.sent).toBe(1)
  })

  it('sends at once, before a save that is under way has ended', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    let answer = () => {}
    world.slow = new Promise((done) => {
      answer = done
    })
    session.edit({ subject: 'Now' })
    await settle(1100)
    expect(session.state.save.saving).toBe(true)
    expect(await session.send(null, false, false)).toEqual({ sendAt: '2026-11-21T09:00:11Z' })
    expect(world.sends).toEqual([{ version: 1, saving: true }])
    answer()
    await settle(5000)
    expect(session.state).toMatchObject({ phase: 'gone', problem: null })
  })

  it('keeps a mail that could not be sent, in words', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    session.edit({ subject: 'S', to: [amara] })
    world.reachable = false
    expect(await session.send(null, false, true)).toBeNull()
    expect(session.state).toMatchObject({ phase: 'open', problem: expect.stringContaining('Not sent') })
    expect(readCopy('d1')?.content.subject).toBe('S')
  })

  it('is closed as saved at whichever moment the window is left and closed while somebody types', async () => {
    for (let moment = 0; moment <= 400; moment += 50) {
      localStorage.clear()
      const { world, open } = server()
      const session = open()
      await settle()
      session.edit({ subject: 'First' })
      await settle(900)
      let answer = () => {}
      world.slow = new Promise((done) => {
        answer = done
      })
      setTimeout(answer, 300)
      await settle(moment)
      session.edit({ subject: 'Second' })
      // The focus leaves the window, and then it is closed.
      void session.flush()
      const became = session.close()
      await settle(1000)
      expect(await became).toBe('saved')
      expect(world.draft.subject).toBe('Second')
    }
  })

  it('is not sent at some later time when it could not be begun', async () => {
    const { world, open } = server()
    world.reachable = false
    const session = open()
    session.edit({ subject: 'Early', to: [amara] })
    const sent = session.send(null, false, true)
    await settle()
    expect(session.state.phase).toBe('failed')
    expect(await sent).toBeNull()
    world.reachable = true
    await session.retryOpen()
    await settle(5000)
    expect(world.sent).toBe(0)
    expect(session.state).toMatchObject({ phase: 'open', content: { subject: 'Early' } })
  })

  it('stays away that was discarded while it was being sent, whatever came of that', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    session.edit({ to: [amara] })
    let answer = () => {}
    world.late = new Promise((done) => {
      answer = done
    })
    const sent = session.send(null, false, false)
    await settle()
    await session.discard()
    answer()
    expect(await sent).toBeNull()
    await settle(5000)
    expect(session.state).toMatchObject({ phase: 'gone', warnings: null })
    expect(readCopy('d1')).toBeNull()
  })

  it('is discarded at once, though a save is under way: the tab may be closed in this moment', async () => {
    const { world, open } = server()
    const session = open()
    await settle()
    let answer = () => {}
    world.slow = new Promise((done) => {
      answer = done
    })
    session.edit({ subject: 'Not this' })
    void session.flush()
    await settle()
    expect(readCopy('d1')?.content.subject).toBe('Not this')
    void session.discard()
    expect(world.discarded).toBe(true)
    expect(readCopy('d1')).toBeNull()
    // The save finds no draft any more.
    world.draft = { ...world.draft, version: 9 }
    answer()
    await settle(20_000)
    expect(world.saves).toEqual([])
    expect(session.state.phase).toBe('gone')
    expect(readCopy('d1')).toBeNull()
  })

  it('asks nothing twice: a look that began before the person chose says nothing', async () => {
    const difference = { html: '<p>Outlook</p>', subject: '', changedAt: '2026-11-21T08:00:00Z' }
    const { world, open } = server({ ...blank, html: '<p>Ours</p>', difference })
    const session = open({ draftId: 'd1' })
    await settle()
    let answer = () => {}
    world.late = new Promise((done) => {
      answer = done
    })
    const look = session.look()
    await session.settle('theirs')
    answer()
    await look
    expect(session.state.difference).toBeNull()
  })
})
