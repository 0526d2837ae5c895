import { Random } from '../../emulator/seed/random'
import { reconnect, stateOf } from '../living-deeds'
import type { FaultOrder, LivingWorld, Person } from '../living-world'
import { InboxLife } from './inbox'
import { LetterLife } from './letters'
import { OutlookLife } from './outlook'
import { type State, weighted } from './state'

const LOST = ['commit-then-504', 'commit-then-reset']
const lost = (method: string, path: string): FaultOrder[] => LOST.map((kind) => ({ kind, match: { method, path } }))

/** What goes wrong. Without a path of its own, with any call to Graph. */
const FAULTS: FaultOrder[] = [
  { kind: 'throttle', retryAfter: 1 },
  { kind: 'throttle', retryAfter: 1, times: 2 },
  { kind: 'status', status: 503, times: 2 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 401 },
  { kind: 'reset', bytes: 200 },
  { kind: 'truncate', bytes: 100, times: 2 },
  { kind: 'html' },
  { kind: 'delay', delayMs: 200, times: 3 },
  ...lost('PATCH', '/v1.0/me/messages/*'),
  ...lost('POST', '/v1.0/me/messages/*/move'),
  ...lost('POST', '/v1.0/me/messages/*/permanentDelete'),
  ...lost('POST', '/v1.0/me/messages/*/send'),
  ...lost('POST', '/v1.0/me/messages/*/send'),
  ...lost('POST', '/v1.0/me/messages/*/createReply*'),
  ...lost('POST', '/v1.0/me/messages/*/createForward'),
  ...lost('POST', '/v1.0/me/messages/*/attachments'),
  ...lost('POST', '/v1.0/me/messages'),
  ...lost('DELETE', '/v1.0/me/messages/*'),
  { kind: 'status', status: 503, match: { method: 'POST', path: '/v1.0/me/messages/*/send' } },
  { kind: 'throttle', retryAfter: 1, match: { method: 'POST', path: '/v1.0/me/messages/*/send' } },
  { kind: 'status', status: 503, times: 3, match: { method: 'GET', path: '/v1.0/me/messages/*' } },
  { kind: 'duplicate-notification', times: 5 },
  { kind: 'drop-notification', times: 2 },
  { kind: 'reorder', delayMs: 250, times: 3 },
  { kind: 'delta-lag', delayMs: 400, times: 3 },
  { kind: 'delta-reset' },
  { kind: 'remove-subscription', match: {} },
  { kind: 'status', status: 503, times: 2, match: { path: '*/token' } },
]

/**
 * One random life: what a person does in Tandem and in Outlook, what others write, and what goes wrong meanwhile. The
 * same seed asks for the same deeds; what they meet depends on the moment.
 */
export class Life {
  readonly letters: LetterLife
  readonly inbox: InboxLife
  /** How often the grant was dead and the person linked again. */
  reconnects = 0
  private readonly outlook: OutlookLife
  private readonly state: State

  constructor(tandem: LivingWorld, person: Person, seed: number) {
    this.state = { tandem, person, random: new Random(seed), folders: [], log: [] }
    this.inbox = new InboxLife(this.state)
    this.letters = new LetterLife(this.state)
    this.outlook = new OutlookLife(this.state, this.inbox)
  }

  /** What was done, oldest first. */
  get log(): readonly string[] {
    return this.state.log
  }

  /** One action. */
  async step(): Promise<void> {
    const { outlook, inbox, letters, state } = this
    const { tandem, random, log } = state
    const at = log.push('') - 1
    const deed = weighted<() => Promise<void>>(random, [
      [6, () => inbox.deed()],
      [2, () => inbox.undo()],
      [3, () => letters.write()],
      [2, () => letters.type()],
      [4, () => letters.send()],
      [2, () => letters.undo()],
      [1, () => letters.reschedule()],
      [1, () => letters.discard()],
      [1, () => letters.attach()],
      [1, () => letters.open()],
      [1, () => letters.settle()],
      [1, () => letters.adopt()],
      [2, () => letters.editInOutlook()],
      [1, () => letters.sendFromOutlook()],
      [1, () => letters.deleteInOutlook()],
      [2, () => outlook.mail()],
      [1, () => outlook.burst()],
      [1, () => outlook.goOn()],
      [2, () => outlook.mark()],
      [2, () => outlook.flag()],
      [1, () => outlook.rename()],
      [2, () => outlook.move()],
      [2, () => outlook.remove()],
      [1, () => outlook.newFolder()],
      [1, () => outlook.dropFolder()],
      [2, () => tandem.quiet({ imports: false, timeoutMs: 60_000 })],
      [1, () => tandem.advance(1 + random.int(20))],
      [1, () => tandem.advance(60 + random.int(1200))],
    ])
    await deed()
    if (log[at] === '') log.splice(at, 1)
    await this.link()
  }

  /** Something goes wrong, soon. */
  async trouble(): Promise<void> {
    const { tandem, person, random, log } = this.state
    const fault = random.pick(FAULTS)
    log.push(`  fault: ${fault.kind} ${fault.status ?? ''} ${fault.match?.method ?? ''} ${fault.match?.path ?? ''}`)
    const path = fault.kind === 'remove-subscription' ? {} : { path: '/v1.0/*' }
    const whose = fault.match?.path === '*/token' ? {} : { upn: person.upn }
    await tandem.fault({ ...fault, match: { ...path, ...fault.match, ...whose } })
  }

  /** Two 401 in a row, the second one to a fresh token, are a dead grant: only the person can mend that. */
  async link(): Promise<void> {
    const { person, log } = this.state
    if ((await stateOf(person.connectionId))?.state !== 'paused') return
    this.reconnects++
    log.push('  linked again')
    // The same faults may strike here.
    await reconnect(person).catch(() => null)
  }
}
