import { firstState, isSafe, type SaveEvent, saveDelay, step, wantsSave } from './autosave'
import { arrived, contentOf, nothing, sameContent as same } from './draft-content'
import { dropCopy, keepCopy, readCopy } from './local-copies'
import type { ComposeRequest } from './open'
import { type SessionState, stateAtFirst } from './session-state'
import { Uploader } from './uploads/uploader'
import type { ComposeActions, ComposeHome, DraftContent, DraftView, Refusal } from './view'
import { words } from './words'

type Deps = { actions: ComposeActions; home: () => Promise<ComposeHome | null>; seed?: DraftView; lost?: DraftContent }

const patience = 10_000
const unreachable: Refusal = { error: words.saved.unreachable }

/** One mail being written: opens, saves, sends. Lives as long as its composer is open, whatever page is shown. */
export class DraftSession {
  state: SessionState
  readonly uploads: Uploader
  /** True once the person did anything to it. What nobody touched goes without a trace. */
  touched = false
  /** Set while it is put away to be thrown away: opens its window again, in its old place or another. */
  takeBackDiscard: ((place?: Pick<ComposeRequest, 'place' | 'threadId'>) => void) | null = null
  private readonly begun: boolean
  private readonly listeners = new Set<() => void>()
  private readonly commits = new Set<() => void>()
  private readText: (() => string) | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private firstEdit = 0
  private closed = false
  private saving: Promise<void> = Promise.resolve()
  private opening: Promise<void>
  private readonly opened: Promise<string>
  private tellId: (id: string) => void = () => {}

  constructor(
    readonly key: string,
    private readonly request: ComposeRequest,
    private readonly deps: Deps,
  ) {
    this.opened = new Promise((resolve) => {
      this.tellId = resolve
    })
    this.begun = !request.draftId && !request.messageId && !deps.seed
    const begin = { ...nothing, to: request.to ?? [], subject: request.subject ?? '' }
    this.state = stateAtFirst(request.kind, deps.lost ?? (deps.seed ? contentOf(deps.seed) : begin))
    this.uploads = new Uploader(
      deps.actions,
      () => this.opened,
      () => {
        this.touched = true
        this.set({ files: this.uploads.items })
      },
    )
    if (deps.lost) this.touched = true
    // Not within the render that makes it: the router's update would be as urgent as that render, and the whole page
    // stand still, and lose what is typed, until the server answers.
    this.opening = Promise.resolve().then(() => this.open())
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  now = () => this.state

  /** What stands there, with what was just typed. */
  content(): DraftContent {
    if (!this.readText) return this.state.content
    const html = this.readText()
    if (html !== this.state.content.html) this.state = { ...this.state, content: { ...this.state.content, html } }
    return this.state.content
  }

  /** The editor hands in how its text is read; asked only when something is saved. Returns how to take it back. */
  attachText(read: () => string): () => void {
    this.readText = read
    return () => {
      this.content()
      if (this.readText === read) this.readText = null
    }
  }

  /** Fields with something half typed hand in how to finish it. */
  onCommit(commit: () => void): () => void {
    this.commits.add(commit)
    return () => this.commits.delete(commit)
  }

  edit(change: Partial<DraftContent>): void {
    this.set({ content: { ...this.state.content, ...change } })
    this.edited()
  }

  /** Something was typed; the text is read later. */
  edited(): void {
    this.touched = true
    this.happen({ type: 'edited' })
    if (!this.firstEdit) this.firstEdit = Date.now()
    this.schedule()
  }

  async retryOpen(): Promise<void> {
    this.set({ phase: 'opening', failure: null })
    this.opening = this.open()
    await this.opening
  }

  /** Saves at once what is unsaved: on blur, on hide, on close. True if all is on the server. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer)
    this.keepHere()
    await this.saving
    // Of two that waited for the same save, the second waits for what the first begins now.
    await (wantsSave(this.state.save) && this.state.id ? this.save() : this.saving)
    return isSafe(this.state.save)
  }

  /** Keeps what is unsaved on this device; synchronous, for pages that are going away. */
  keepHere(): void {
    const { save, id, kind, phase } = this.state
    if (!this.touched || isSafe(save) || phase === 'gone') return
    const content = this.content()
    const sourceId = this.request.sourceId ?? null
    keepCopy(id ?? this.key, { draftId: id, kind, sourceId, version: save.version, content, at: Date.now() })
  }

  /** Closes; answers what became of it. */
  async close(): Promise<'untouched' | 'saved' | 'kept-here'> {
    this.commit()
    if (this.begun && !this.touched) {
      void this.discard()
      return 'untouched'
    }
    const safe = await this.flush()
    if (safe) this.set({ phase: 'gone' })
    else this.closed = true
    return !this.touched ? 'untouched' : safe ? 'saved' : 'kept-here'
  }

  /** Goes, and leaves the draft to another window. */
  yield(): void {
    this.set({ phase: 'gone' })
  }

  async discard(): Promise<Refusal | undefined> {
    clearTimeout(this.timer)
    this.set({ phase: 'gone' })
    dropCopy(this.key)
    // At once, before a save that is under way has ended: the tab may be closed in this moment.
    // One that never came to the server has nothing to be thrown away there.
    const id = this.state.id ?? (this.state.failure ? null : await this.opened)
    if (!id) return undefined
    dropCopy(id)
    return this.deps.actions.discardDraft(id).catch(() => unreachable)
  }

  /** Hands it over to be sent. Answers when it leaves, or null: then the state says why. */
  async send(at: string | null, archive: boolean, confirmed: boolean): Promise<{ sendAt: string } | null> {
    this.commit()
    // Written and sent faster than the draft could be begun; where that fails, it is not sent at some later time.
    if (this.state.phase === 'opening') await this.opening
    if (this.state.phase !== 'open' || this.state.difference) return null
    this.closed = false
    this.set({ phase: 'sending', warnings: null, problem: null })
    clearTimeout(this.timer)
    const { id, save } = this.state
    if (!id) return null
    this.keepHere()
    await this.uploads.settled()
    if (this.now().phase === 'gone') return null
    // At once, before a save that is under way has ended: the tab may be closed in this moment.
    const { version, saving } = save
    const answer = await this.deps.actions
      .sendDraft({ id, version, content: this.content(), at, confirmed, archive, saving })
      .catch(() => unreachable)
    if ('sendAt' in answer) {
      this.set({ phase: 'gone' })
      dropCopy(id)
      return answer
    }
    // Discarded meanwhile: that stands.
    if (this.now().phase === 'gone') return null
    this.set({ phase: 'open' })
    if ('warnings' in answer) this.set({ warnings: { list: answer.warnings, at, archive } })
    else if ('newer' in answer) this.fallBehind(answer.newer)
    else this.set({ problem: words.send.failed(answer.error) })
    this.schedule()
    return null
  }

  /** Closes the list of warnings without sending. */
  backFromWarnings(): void {
    this.set({ warnings: null })
  }

  async settle(keep: 'mine' | 'theirs'): Promise<void> {
    const { difference, id } = this.state
    if (!difference || !id) return
    if (difference.with === 'tab' && keep === 'mine') {
      const { version, changedAt: savedAt } = difference
      this.set({ difference: null, problem: null })
      this.happen({ type: 'adopted', version, savedAt, inOutlook: false, dirty: true })
      return void this.flush()
    }
    const { resumeDraft, settleDifference } = this.deps.actions
    // The other window's mail as it is by now, its files with it.
    const asked =
      difference.with === 'tab'
        ? resumeDraft({ draftId: id })
        : settleDifference(id, keep === 'mine' ? 'tandem' : 'outlook')
    const answer = await asked.catch(() => unreachable)
    if (this.now().phase !== 'open') return
    if ('error' in answer) return this.set({ problem: answer.error })
    this.set({ difference: null })
    if (keep === 'theirs') this.take(answer.draft)
    else this.follow(answer.draft)
  }

  /** Asks how the draft stands in Outlook; called on live hints, quietly. */
  async look(): Promise<void> {
    const { id, phase, save, difference } = this.state
    if (!id || phase !== 'open' || !isSafe(save) || save.inOutlook || save.failures > 0) return
    const answer = await this.deps.actions.resumeDraft({ draftId: id }).catch(() => unreachable)
    // What was typed, saved or settled meanwhile is newer than this.
    const now = this.state
    const still = now.save.version === save.version && isSafe(now.save) && now.difference === difference
    if ('draft' in answer && now.phase === 'open' && still) this.follow(answer.draft)
  }

  private async open(): Promise<void> {
    const { actions, home, seed } = this.deps
    const { kind, sourceId, draftId, messageId, to, subject } = this.request
    const asked = seed
      ? Promise.resolve({ draft: seed })
      : this.begun
        ? actions.openDraft({ kind, sourceId, to, subject })
        : actions.resumeDraft({ draftId, messageId })
    const [answer, known] = await Promise.all([
      asked.catch(() => unreachable),
      this.begun ? home().catch(() => null) : Promise.resolve(null),
    ])
    if (this.state.phase === 'gone') {
      if ('draft' in answer) this.tellId(answer.draft.id)
      return
    }
    if ('error' in answer) {
      this.set({ phase: 'failed', failure: answer.error })
      this.keepHere()
      return
    }
    const { draft } = answer
    if (draft.state === 'editing') this.arrive(draft, known)
    else this.set({ phase: 'held', held: draft, id: draft.id, kind: draft.kind, content: contentOf(draft) })
  }

  /** Back into writing, if it has not left. */
  async takeBack(): Promise<void> {
    const { id } = this.state
    if (!id) return
    const answer = await this.deps.actions.undoSend(id).catch(() => unreachable)
    if ('error' in answer) this.set({ problem: answer.error })
    else this.arrive(answer.draft, null)
  }

  /** The draft is there: what was typed meanwhile stays, all else comes from it. */
  private arrive(draft: DraftView, home: ComposeHome | null): void {
    const before = this.state.content
    const typed = this.content()
    const mine = this.touched ? typed : null
    const copy = readCopy(draft.id)
    dropCopy(this.key)
    const content = arrived(draft, mine && { typed: mine, before }, home?.signatures ?? [])
    const { version, savedAt, inOutlook, problem, quoteHtml } = draft
    this.set({ phase: 'open', held: null, id: draft.id, kind: draft.kind, content, problem, quoteHtml })
    this.set({ revision: this.state.revision + 1, save: firstState(version, savedAt, inOutlook) })
    this.uploads.adopt(draft.attachments)
    this.touched = mine !== null
    this.tellId(draft.id)
    if (copy && !same(copy.content, draft)) this.takeCopy(copy.version, copy.content, draft)
    else if (mine) this.edited()
    this.outlookDiffers(draft)
  }

  /** What this device still had of it, from before a crash or without a network. */
  private takeCopy(version: number, content: DraftContent, draft: DraftView): void {
    this.set({ content, revision: this.state.revision + 1 })
    this.edited()
    if (version !== draft.version) this.fallBehind(draft)
  }

  private take(draft: DraftView): void {
    const { version, savedAt, inOutlook, problem, quoteHtml } = draft
    this.set({ content: contentOf(draft), revision: this.state.revision + 1, problem, quoteHtml })
    this.happen({ type: 'adopted', version, savedAt, inOutlook, dirty: false })
    this.uploads.adopt(draft.attachments)
    if (draft.state !== 'editing') this.set({ phase: 'held', held: draft })
    dropCopy(draft.id)
  }

  /** News of the draft that does not touch its text. */
  private follow(draft: DraftView): void {
    this.set({ problem: draft.problem })
    this.happen({ type: 'outlook', version: draft.version, inOutlook: draft.inOutlook })
    this.outlookDiffers(draft)
  }

  private outlookDiffers(draft: DraftView): void {
    if (draft.difference) this.set({ difference: { with: 'outlook', ...draft.difference } })
  }

  private fallBehind(newer: DraftView): void {
    // The other window wrote the same: nothing to choose.
    if (same(newer, this.content())) {
      this.take(newer)
      return
    }
    this.happen({ type: 'behind' })
    const { html, subject, savedAt, version } = newer
    this.set({ difference: { with: 'tab', html, subject, changedAt: savedAt, version } })
  }

  private schedule(): void {
    clearTimeout(this.timer)
    const { save } = this.state
    if (!wantsSave(save) || !this.state.id) {
      this.timer = setTimeout(() => this.keepHere(), 500)
      return
    }
    const waited = Date.now() - this.firstEdit
    const delay = save.failures > 0 ? saveDelay(save) : Math.min(saveDelay(save), Math.max(0, patience - waited))
    this.timer = setTimeout(() => void this.save(), delay)
  }

  private save(): Promise<void> {
    const { id, save, phase } = this.state
    if (!id || !wantsSave(save) || phase === 'gone') return Promise.resolve()
    this.keepHere()
    const content = this.content()
    this.firstEdit = 0
    this.happen({ type: 'began' })
    this.saving = this.deps.actions
      .saveDraft(id, save.version, content)
      .catch(() => unreachable)
      .then((answer) => {
        if ('newer' in answer) this.fallBehind(answer.newer)
        else if ('error' in answer) this.happen({ type: 'refused', problem: answer.error })
        else this.happen({ type: 'saved', ...answer })
        if (!isSafe(this.state.save)) return this.schedule()
        dropCopy(id)
        // Closed while the network was away: saved now, it is done.
        if (this.closed) this.set({ phase: 'gone' })
      })
    return this.saving
  }

  private commit(): void {
    for (const each of this.commits) each()
  }

  private happen(event: SaveEvent): void {
    this.set({ save: step(this.state.save, event) })
  }

  private set(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}
