import type { InboxLife } from './inbox'
import { type State, some, trueMessages } from './state'

/** Where the person in Outlook puts mail, besides folders of their own. */
const PLACES = ['inbox', 'archive', 'deleteditems', 'sentitems', 'junkemail']

/** The person in Outlook, and others who write to them. Drafts are the letters' own matter. */
export class OutlookLife {
  private made = 0

  constructor(
    private readonly state: State,
    private readonly inbox: InboxLife,
  ) {}

  private place(): string {
    return this.state.random.pick([...PLACES, ...this.state.folders])
  }

  private async pick(count: number): Promise<string[]> {
    return some(this.state, await trueMessages(this.state), count).map(({ id }) => id)
  }

  private note(what: string): void {
    this.state.log.push(`Outlook: ${what}`)
  }

  async mail(): Promise<void> {
    const { tandem, person, random } = this.state
    this.note('a new mail')
    await tandem.mail(person.upn, { subject: `step ${random.int(1e6)}`, parentFolderId: this.place() })
  }

  async burst(): Promise<void> {
    const { tandem, person, random } = this.state
    const count = 2 + random.int(60)
    this.note(`${count} mails at once`)
    await tandem.burst(person.upn, count, 'inbox', 1 + random.int(1e6))
  }

  /** Somebody goes on in a conversation. */
  async goOn(): Promise<void> {
    const { tandem, person, random } = this.state
    const [one] = some(this.state, await trueMessages(this.state), 1)
    if (!one) return
    this.note('a conversation goes on')
    await tandem.mail(person.upn, {
      subject: `Re: ${one.subject ?? ''}`.slice(0, 200),
      conversationId: one.conversationId,
      from: { emailAddress: { name: 'Ines Roth', address: `ines.roth+${random.int(9)}@mail.example` } },
    })
  }

  async mark(): Promise<void> {
    const { random } = this.state
    const isRead = random.chance(50)
    this.note(`marks ${isRead ? 'read' : 'unread'}`)
    for (const id of await this.pick(5)) await this.change(id, { isRead }, 'read')
  }

  async flag(): Promise<void> {
    const flagStatus = this.state.random.pick(['flagged', 'notFlagged', 'complete'])
    this.note(`flags as ${flagStatus}`)
    for (const id of await this.pick(4)) await this.change(id, { flag: { flagStatus } }, 'flag')
  }

  async rename(): Promise<void> {
    this.note('edits subjects')
    // What is said of letters stays: they are told apart by it.
    const mails = (await trueMessages(this.state)).filter(({ subject }) => !subject?.includes('letter-'))
    for (const { id } of some(this.state, mails, 3))
      await this.state.tandem.edit(this.state.person.upn, id, { subject: `edited ${id.slice(-9)}` }).catch(() => null)
  }

  async move(): Promise<void> {
    const to = this.place()
    this.note('moves')
    for (const id of await this.pick(6)) await this.change(id, { parentFolderId: to }, 'move')
  }

  async remove(): Promise<void> {
    const { tandem, person, random } = this.state
    this.note('deletes')
    for (const id of await this.pick(3)) {
      this.inbox.touched(id)
      // A burst of Tandem's own may have deleted it for good a moment ago.
      await tandem.discard(person.upn, id, random.chance(50)).catch(() => null)
    }
  }

  // Their own client meets the same faults as Tandem: an answer that got lost says nothing.

  async newFolder(): Promise<void> {
    const { tandem, person, folders } = this.state
    const displayName = `Folder ${++this.made}`
    this.note(`makes ${displayName}`)
    const made = await tandem
      .outlook<{ id: string }>(person.upn, 'POST', '/me/mailFolders', { displayName })
      .catch(() => null)
    if (made) folders.push(made.id)
  }

  async dropFolder(): Promise<void> {
    const { tandem, person, folders } = this.state
    const id = folders.shift()
    if (!id) return
    this.note('deletes a folder')
    const inside = (await tandem.truth(person.upn)).filter(({ folderId }) => folderId === id)
    for (const each of inside) this.inbox.touched(each.id)
    this.inbox.folderGone(id)
    await tandem.outlook(person.upn, 'DELETE', `/me/mailFolders/${id}`).catch(() => null)
  }

  private async change(id: string, change: Record<string, unknown>, kind: 'read' | 'flag' | 'move'): Promise<void> {
    const { tandem, person } = this.state
    this.inbox.touched(id, kind)
    await tandem.edit(person.upn, id, change).catch(() => null)
  }
}
