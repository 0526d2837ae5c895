import { randomUUID } from 'node:crypto'
import type { DraftContent, DraftKind } from '@/components/compose/view'
import { announceDrafts } from '@/lib/features/compose/announce/mutations'
import {
  createDraft,
  discardDraftRow,
  moveSend,
  NewerDraft,
  type Owner,
  queueSend,
  saveDraftContent,
  takeBack,
} from '@/lib/features/compose/mutations'
import { type Draft, getDraft, listFiles } from '@/lib/features/compose/queries'
import { lookFirst, rowOfOutlooks, settleEdits, settleMail } from '@/lib/features/compose/sync/open'
import { runComposeJob } from '@/lib/features/compose/sync/work'
import { createFile } from '@/lib/features/compose/uploads/mutations'
import { putSmall, removeOne } from '@/lib/features/compose/uploads/sync'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { TrueMessage } from '../oracle'
import { markOf } from '../oracle-drafts'
import { heldMessages, type State, some, weighted } from './state'

/** A mail that the person writes, and what became of it as far as the person knows. */
export interface Letter {
  /** Stands in its subject on both sides. */
  mark: string
  draftId: string
  /** Texts of which the last one of either side must be the one that stands or left. */
  typed: string
  inOutlook: string | null
  /** What the person last asked for. */
  wish: 'keep' | 'send' | 'gone'
  /** Pressed Send in Outlook, threw it away there, edited it there. */
  outlook: Set<'sent' | 'deleted' | 'edited'>
}

const ANYBODY = [
  { name: 'Megan Bowen', address: 'megan@contoso.test' },
  { name: 'Adele Vance', address: 'adele@contoso.test' },
  { name: 'Alex Wilber', address: 'alex@contoso.test' },
  { name: 'Tomás Ortega', address: 'tomas@mail.example' },
]

/** The person who writes: every deed by the mutation that the composer's action calls. */
export class LetterLife {
  readonly letters: Letter[] = []
  /** Conversations that were to be archived once they are answered. */
  readonly archived = new Set<string>()
  /** What was seen on the way that must never be. */
  readonly wrong: string[] = []
  private texts = 0
  private marks = 0

  constructor(private readonly state: State) {}

  private get owner(): Owner {
    const { connectionId, scope } = this.state.person
    return { id: connectionId, workspaceId: scope.workspaceId, userId: scope.userId }
  }

  private inTandem<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return inScope(this.state.person.scope, work)
  }

  rowOf({ draftId }: Letter): Promise<Draft | null> {
    return this.inTandem(async (db) => (await getDraft(db, this.owner.id, draftId))?.draft ?? null)
  }

  /** In the end every question is answered, and every draft opened once more. */
  async close(): Promise<void> {
    for (const letter of this.letters) {
      const row = await this.rowOf(letter)
      if (row?.state === 'unsure') {
        await this.refusable(letter, () => settleMail(this.owner.id, row.id, 'keep-as-draft'))
        // What left after all was said to have left just now.
        if ((await this.rowOf(letter))?.state === 'editing') letter.wish = 'keep'
      } else if (row?.state === 'editing') await lookFirst(this.owner.id, row.id)
    }
  }

  /** One of the letters that are with the person; with `queued`, of those that wait to leave. */
  private async one(state: Draft['state'] = 'editing'): Promise<{ letter: Letter; row: Draft } | null> {
    for (const letter of some(this.state, this.letters.slice(-30), 6)) {
      const row = await this.rowOf(letter)
      if (row?.state !== state) continue
      // Not sent, and the person, who was told why, goes on with it.
      if (state === 'editing' && letter.wish === 'send') {
        if (row.reason === null) this.wrong.push(`${letter.mark}: is with the person again, and nothing says why`)
        letter.wish = 'keep'
      }
      return { letter, row }
    }
    return null
  }

  private content(mark: string, prefix = ''): { content: DraftContent; typed: string } {
    const { random } = this.state
    const typed = `text ${++this.texts} of ${mark}.`
    const to = some(this.state, ANYBODY, 1 + random.int(2))
    const cc = random.chance(25) ? some(this.state, ANYBODY, 1) : []
    const subject = `${prefix}${mark}`
    const html = `<p>${typed}</p><p>Words &amp; more.</p>`
    return {
      typed,
      content: { to, cc, bcc: [], subject, html, importance: 'normal', remindDays: random.chance(20) ? 2 : null },
    }
  }

  /** Begins a mail, an answer, or passes one on; and saves what was typed. */
  async write(): Promise<void> {
    const { random, log } = this.state
    const mark = `letter-${++this.marks}`
    const kind = weighted<DraftKind>(random, [
      [4, 'new'],
      [2, 'reply'],
      [1, 'replyAll'],
      [1, 'forward'],
    ])
    const [source] = kind === 'new' ? [] : some(this.state, await heldMessages(this.state), 1)
    if (kind !== 'new' && !source) return
    const { content, typed } = this.content(mark, kind === 'new' ? '' : kind === 'forward' ? 'Fw: ' : 'Re: ')
    const draft = await this.inTandem((db) =>
      createDraft(db, this.owner, {
        kind,
        content: { ...content, html: '' },
        sourceGraphId: source?.id ?? null,
        conversationId: source?.conversationId ?? null,
      }),
    )
    log.push(`${mark}: ${kind}`)
    const letter: Letter = {
      ...{ mark, draftId: draft.id, typed, inOutlook: null, wish: 'keep' },
      ...{ outlook: new Set() },
    }
    this.letters.push(letter)
    await this.refusable(letter, async () => {
      const saved = await this.inTandem((db) =>
        saveDraftContent(db, this.owner, { id: draft.id, version: draft.version, content }),
      )
      await announceDrafts(this.owner.id, saved.job)
    })
  }

  /** Goes on typing. */
  async type(): Promise<void> {
    const found = await this.one()
    if (!found) return
    const { letter, row } = found
    const { content, typed } = this.content(letter.mark, row.kind === 'new' ? '' : 'Re: ')
    this.state.log.push(`${letter.mark}: typed`)
    await this.refusable(letter, async () => {
      const saved = await this.inTandem((db) =>
        saveDraftContent(db, this.owner, { id: row.id, version: row.version, content }),
      )
      letter.typed = typed
      await announceDrafts(this.owner.id, saved.job)
    })
  }

  /** Send now, or later. */
  async send(): Promise<void> {
    const { random, log } = this.state
    const found = await this.one()
    if (!found) return
    const { letter, row } = found
    const { content, typed } = this.content(letter.mark, row.kind === 'new' ? '' : 'Re: ')
    const at = random.chance(30) ? new Date(now().getTime() + (1 + random.int(180)) * 60_000) : null
    const archive = random.chance(30)
    log.push(`${letter.mark}: send ${at ? 'later' : 'now'}${archive ? ' and archive' : ''}`)
    await this.refusable(letter, async () => {
      const queued = await this.inTandem((db) =>
        queueSend(db, this.owner, { id: row.id, version: row.version, content, at, archive }),
      )
      Object.assign(letter, { typed, wish: 'send' })
      if (archive && row.conversationId) this.archived.add(row.conversationId)
      await announceDrafts(this.owner.id, now(), queued.sendAt)
    })
  }

  /** Undo, in the toast or among what waits. */
  async undo(): Promise<void> {
    const found = await this.one('queued')
    if (!found) return
    const { letter, row } = found
    const back = await this.inTandem((db) => takeBack(db, this.owner, row.id))
    this.state.log.push(`${letter.mark}: ${back ? 'taken back' : 'too late to take back'}`)
    if (back) letter.wish = 'keep'
  }

  /** Another time for what waits. */
  async reschedule(): Promise<void> {
    const { random, log } = this.state
    const found = await this.one('queued')
    if (!found) return
    const { letter, row } = found
    const at = random.chance(30) ? now() : new Date(now().getTime() + (1 + random.int(90)) * 60_000)
    const moved = await this.inTandem((db) => moveSend(db, this.owner, row.id, at))
    log.push(`${letter.mark}: ${moved ? 'leaves at another time' : 'too late for another time'}`)
    if (moved) await announceDrafts(this.owner.id, at)
  }

  async discard(): Promise<void> {
    const found = await this.one()
    if (!found) return
    const { letter, row } = found
    this.state.log.push(`${letter.mark}: thrown away`)
    await this.refusable(letter, async () => {
      await this.inTandem((db) => discardDraftRow(db, this.owner, row.id))
      letter.wish = 'gone'
      await announceDrafts(this.owner.id, now())
    })
  }

  /** Puts a small file on it, or takes one off. */
  async attach(): Promise<void> {
    const { random, log } = this.state
    const found = await this.one()
    if (!found) return
    const { letter, row } = found
    const files = await this.inTandem((db) => listFiles(db, row.id))
    const off = files.length > 0 && random.chance(40) ? random.pick(files) : null
    log.push(`${letter.mark}: a file ${off ? 'off' : 'on'}`)
    await this.refusable(letter, async () => {
      if (off) {
        await runComposeJob(this.owner.id, (context) => removeOne(context, off.id))
        return
      }
      const bytes = Buffer.from(`file ${randomUUID()}`.repeat(1 + random.int(20)))
      const name = `file-${files.length + 1}.txt`
      const file = await this.inTandem((db) =>
        createFile(db, this.owner, row.id, { name, size: bytes.byteLength, contentType: 'text/plain', inline: false }),
      )
      await runComposeJob(this.owner.id, (context) => putSmall(context, file.id, bytes))
    })
  }

  /** Opens a draft again; after edits on both sides the person chooses one. */
  async open(): Promise<void> {
    const found = await this.one()
    if (!found) return
    const { letter, row } = found
    await this.refusable(letter, async () => {
      const seen = await lookFirst(this.owner.id, row.id)
      this.state.log.push(`${letter.mark}: opened, ${seen}`)
      if (seen !== 'difference') return
      const keep = this.state.random.pick(['tandem', 'outlook'] as const)
      this.state.log.push(`${letter.mark}: keeps ${keep}'s`)
      await settleEdits(this.owner.id, row.id, keep)
      await announceDrafts(this.owner.id, now())
    })
  }

  /** Says what to do with a mail of which nobody knows whether it left. */
  async settle(): Promise<void> {
    const found = await this.one('unsure')
    if (!found) return
    const { letter, row } = found
    const { tandem, random } = this.state
    // Who says that it left has seen it.
    const left = (await tandem.sent()).some(({ subject }) => subject.endsWith(letter.mark))
    const wish = random.pick(left ? (['it-left', 'send-again'] as const) : (['send-again', 'keep-as-draft'] as const))
    this.state.log.push(`${letter.mark}: unsure, ${wish}`)
    await this.refusable(letter, async () => {
      await settleMail(this.owner.id, row.id, wish)
      if (wish === 'keep-as-draft') letter.wish = 'keep'
      await announceDrafts(this.owner.id, now())
    })
  }

  // The same letters in Outlook.

  private async twin(): Promise<{ letter: Letter; twin: TrueMessage } | null> {
    const { tandem, person } = this.state
    const drafts = (await tandem.truth(person.upn)).filter(({ isDraft, folder }) => isDraft && folder === 'drafts')
    for (const letter of some(this.state, this.letters.slice(-30), 6)) {
      // Not what was kept of a letter that left: that is a draft of its own.
      const mine = (each: TrueMessage) => [null, letter.draftId].includes(markOf(each))
      const twin = drafts.find((each) => each.subject?.endsWith(letter.mark) && mine(each))
      if (twin) return { letter, twin }
    }
    return null
  }

  async editInOutlook(): Promise<void> {
    const { tandem, person } = this.state
    const found = await this.twin()
    if (!found) return
    const { letter, twin } = found
    const path = `/users/${person.upn}/messages/${encodeURIComponent(twin.id)}`
    const { body } = await tandem.control<{ body: { contentType: string; content: string } }>('GET', path)
    const text = `text ${++this.texts} of ${letter.mark}.`
    const content = /text \d+ of letter-\d+\./.test(body.content)
      ? body.content.replace(/text \d+ of letter-\d+\./, text)
      : `<p>${text}</p>${body.content}`
    this.state.log.push(`${letter.mark}: edited in Outlook`)
    letter.outlook.add('edited')
    letter.inOutlook = text
    await tandem.edit(person.upn, twin.id, { body: { contentType: 'html', content } }).catch(() => null)
  }

  async sendFromOutlook(): Promise<void> {
    const { tandem, person, log } = this.state
    const found = await this.twin()
    if (!found) return
    log.push(`${found.letter.mark}: sent from Outlook`)
    const path = `/users/${person.upn}/messages/${encodeURIComponent(found.twin.id)}/send`
    const sent = await tandem.control('POST', path).then(
      () => true,
      () => false,
    )
    if (sent) found.letter.outlook.add('sent')
  }

  async deleteInOutlook(): Promise<void> {
    const { tandem, person, random, log } = this.state
    const found = await this.twin()
    if (!found) return
    log.push(`${found.letter.mark}: deleted in Outlook`)
    found.letter.outlook.add('deleted')
    await tandem.discard(person.upn, found.twin.id, random.chance(40)).catch(() => null)
  }

  /** A draft begun in Outlook, opened here. */
  async adopt(): Promise<void> {
    const { tandem, person, log } = this.state
    const mark = `letter-${++this.marks}`
    const text = `text ${++this.texts} of ${mark}.`
    const id = await tandem.mail(person.upn, {
      ...{ isDraft: true, subject: mark, body: { contentType: 'html', content: `<p>${text}</p>` } },
      toRecipients: [{ emailAddress: ANYBODY[0] }],
    })
    log.push(`${mark}: begun in Outlook`)
    const draftId = await rowOfOutlooks(this.owner.id, id).catch((error) => {
      if (!(error instanceof AppError)) throw error
      return null
    })
    if (!draftId) return
    this.letters.push({
      ...{ mark, draftId, typed: text, inOutlook: null, wish: 'keep' },
      outlook: new Set(),
    })
  }

  /** Refusals in words, faults on the way to Microsoft, and another tab's newer draft are good answers. */
  private async refusable(letter: Letter, work: () => Promise<void>): Promise<void> {
    await work().catch((error) => {
      if (!(error instanceof AppError) && !(error instanceof NewerDraft)) throw error
      this.state.log.push(`  ${letter.mark} refused: ${error instanceof AppError ? error.userMessage : 'newer'}`)
    })
  }
}
