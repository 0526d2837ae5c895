import type { ComposeActions, DraftAttachment, Refusal } from '../view'
import { words } from '../words'
import { largestFile, percentOf } from './parts'
import { put } from './put'
import { sendParts } from './send-parts'

/** A file of the mail as the composer shows it. */
export type FileItem = {
  key: string
  /** Null until the server knows it. */
  id: string | null
  name: string
  size: number
  contentType: string
  inline: boolean
  state: 'uploading' | 'attached' | 'failed'
  percent: number
  problem: string | null
}

type Uploads = Pick<ComposeActions, 'startUpload' | 'finishUpload' | 'removeAttachment'>
type Way = { kind: 'direct' } | { kind: 'parts'; uploadUrl: string; partSize: number }
type Work = {
  file: File
  stop: AbortController
  done: (attachment: DraftAttachment | null) => void
  /** Where a broken upload is gone on with. */
  begun?: { id: string; way: Way }
}

/** Two at a time: the mailbox gives a waiting person one lane, and parts go straight to Microsoft. */
const atOnce = 2

let made = 0

/** The files of one draft, under way and attached. A list to subscribe to. */
export class Uploader {
  items: readonly FileItem[] = []
  private readonly work = new Map<string, Work>()
  private waiting: string[] = []
  private running = 0
  /** Taken off here: an answer that was on its way before the server knew does not bring them back. */
  private readonly dropped = new Set<string>()
  private leaving: Promise<unknown> = Promise.resolve()
  private readonly runs = new Map<string, Promise<void>>()

  constructor(
    private readonly actions: Uploads,
    /** The draft's id, once the server has it. */
    private readonly draftId: () => Promise<string>,
    private readonly changed: () => void,
  ) {}

  /** What the server says is attached; what is under way here stays. */
  adopt(attachments: readonly DraftAttachment[]): void {
    const own = this.items.filter(
      (item) =>
        this.work.has(item.key) && !attachments.some((each) => each.id === item.id && each.state === 'attached'),
    )
    const theirs = attachments
      .filter((each) => !this.dropped.has(each.id) && !own.some((item) => item.id === each.id))
      .map(
        (each): FileItem => ({
          key: each.id,
          id: each.id,
          name: each.name,
          size: each.size,
          contentType: each.contentType,
          inline: each.contentId !== null,
          // An upload of another page or of before a reload cannot be gone on with from here.
          state: each.state === 'attached' ? 'attached' : 'failed',
          percent: 0,
          problem: each.state === 'attached' ? null : words.files.gone,
        }),
      )
    this.set([...theirs, ...own])
  }

  /** Begins an upload. Answers the attachment when it is there, null when it failed or was stopped. */
  add(file: File, inline = false): Promise<DraftAttachment | null> {
    made += 1
    const item: FileItem = {
      key: `file-${made}`,
      id: null,
      name: file.name,
      size: file.size,
      contentType: file.type || 'application/octet-stream',
      inline,
      state: 'uploading',
      percent: 0,
      problem: null,
    }
    const refusal =
      file.size > largestFile ? words.files.tooBig(file.name) : file.size === 0 ? words.files.empty(file.name) : null
    if (refusal) {
      this.set([...this.items, { ...item, state: 'failed', problem: refusal }])
      return Promise.resolve(null)
    }
    return new Promise((done) => {
      this.work.set(item.key, { file, stop: new AbortController(), done })
      this.waiting.push(item.key)
      this.set([...this.items, item])
      this.next()
    })
  }

  retry(key: string): void {
    const work = this.work.get(key)
    if (!work) return
    work.stop = new AbortController()
    this.patch(key, { state: 'uploading', problem: null })
    this.waiting.push(key)
    this.next()
  }

  canRetry(key: string): boolean {
    return this.work.has(key)
  }

  /** Stops an upload, or takes an attached file away. A refusal puts it back and answers the words. */
  async remove(key: string): Promise<string | null> {
    const item = this.items.find((each) => each.key === key)
    if (!item) return null
    const work = this.work.get(key)
    work?.stop.abort(new Error('stopped'))
    work?.done(null)
    this.work.delete(key)
    this.waiting = this.waiting.filter((each) => each !== key)
    this.set(this.items.filter((each) => each.key !== key))
    // Its beginning is under way: once the server has answered, it is taken off.
    if (!item.id) this.leaving = Promise.all([this.leaving, this.runs.get(key)])
    if (!item.id) return null
    const refused = await this.drop(item.id)
    if (!refused) return null
    if (item.state === 'attached') this.set([...this.items, item])
    return refused.error
  }

  /** When the server knows of everything that was taken off here: before that a mail must not leave. */
  settled(): Promise<unknown> {
    return this.leaving
  }

  /** Takes a file off on the server, whatever became of its upload. */
  private async drop(id: string): Promise<Refusal | undefined> {
    this.dropped.add(id)
    const going = this.actions.removeAttachment(id).catch(() => ({ error: words.saved.unreachable }))
    this.leaving = Promise.all([this.leaving, going])
    const refused = await going
    if (refused) this.dropped.delete(id)
    return refused
  }

  get busy(): boolean {
    return this.items.some((item) => item.state === 'uploading')
  }

  private set(items: readonly FileItem[]): void {
    this.items = items
    this.changed()
  }

  private patch(key: string, change: Partial<FileItem>): void {
    this.set(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)))
  }

  private next(): void {
    while (this.running < atOnce) {
      const key = this.waiting.shift()
      if (key === undefined) return
      this.running += 1
      const run = this.run(key).finally(() => {
        this.runs.delete(key)
        this.running -= 1
        this.next()
      })
      this.runs.set(key, run)
    }
  }

  private async run(key: string): Promise<void> {
    const work = this.work.get(key)
    const item = this.items.find((each) => each.key === key)
    if (!work || !item) return
    const { file, stop } = work
    const fail = (problem: string) => {
      if (!stop.signal.aborted) this.patch(key, { state: 'failed', problem })
    }
    const onSent = (bytes: number) => this.patch(key, { percent: percentOf(bytes, file.size) })
    try {
      const resume = work.begun !== undefined
      const begun = work.begun ?? (await this.begin(item))
      if ('error' in begun) return fail(begun.error)
      work.begun = begun
      const { id, way } = begun
      this.patch(key, { id })
      if (stop.signal.aborted) return void (await this.drop(id))
      if (way.kind === 'direct') {
        const answer = await put({
          url: `/api/compose/attachments/${id}`,
          body: file,
          headers: { 'content-type': item.contentType },
          own: true,
          signal: stop.signal,
          onSent,
        })
        if (answer.status >= 300) return fail(messageOf(answer.json))
      } else await sendParts({ file, ...way, signal: stop.signal, resume, onSent })
      const finished = await this.actions.finishUpload(id)
      if ('error' in finished) {
        // Microsoft does not have it after all: the next try begins anew.
        work.begun = undefined
        return fail(finished.error)
      }
      if (stop.signal.aborted) return
      this.patch(key, { state: 'attached', percent: 100, problem: null })
      this.work.delete(key)
      work.done(finished.attachment)
    } catch {
      fail(words.files.broken)
    }
  }

  private async begin({ id, name, size, contentType, inline }: FileItem) {
    // What a vain try left on the draft goes first, so that the file is not there twice.
    const refused = id && (await this.drop(id))
    if (refused) return refused
    const started = await this.actions.startUpload(await this.draftId(), { name, size, contentType, inline })
    return 'error' in started ? started : { id: started.attachment.id, way: started.way }
  }
}

function messageOf(json: unknown): string {
  const error = typeof json === 'object' && json !== null && 'error' in json ? json.error : null
  const found = typeof error === 'object' && error !== null && 'message' in error ? error.message : null
  return typeof found === 'string' ? found : words.files.broken
}
