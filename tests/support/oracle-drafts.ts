// What must hold of mails that are written in Tandem, once everything is quiet.

import type { TrueMessage } from './oracle'

interface Person {
  name: string
  address: string
}

/** A draft as Tandem's export tells it. */
export interface HeldDraft {
  tandemId: string
  /** Outlook's id of its twin. */
  id: string | null
  kind: string
  state: 'editing' | 'queued' | 'sending' | 'unsure' | 'sent'
  subject: string
  toRecipients: Person[]
  ccRecipients: Person[]
  bccRecipients: Person[]
  html: string
  version: number
  pushedVersion: number
  reason: string | null
  sendAt: string | null
  sentAt: string | null
  files: { id: string | null; name: string; size: number; state: string }[]
}

/** The property by which Tandem knows its own drafts again. */
const MARK = /Name tandem-draft$/
export const markOf = ({ extended = {} }: Pick<TrueMessage, 'extended'>): string | null =>
  Object.entries(extended).find(([id]) => MARK.test(id))?.[1] ?? null

const plain = (subject: string): string => subject.trim().replace(/^[a-z]{2,4}:/i, (prefix) => prefix.toLowerCase())
const addresses = (list: Person[]): string => list.map(({ address }) => address.toLowerCase()).join(' ')

/** A reason that stands for an edit which the person has yet to decide on, or for a twin that is gone. */
const APART = ['difference', 'deleted']

/**
 * Where drafts differ. Each draft that is said to be in Outlook has exactly one twin among the drafts there, with the
 * same subject and recipients; no twin is left that belongs to nobody; nothing waits to be saved without a reason.
 */
export function draftDifferences(held: HeldDraft[], truth: TrueMessage[]): string[] {
  const found: string[] = []
  const living = truth.filter(({ isDraft, folder }) => isDraft && folder !== 'deleteditems')
  const known = new Map(held.map((draft) => [draft.tandemId, draft]))
  for (const twin of living) {
    const mark = markOf(twin)
    if (mark === null) continue
    const draft = known.get(mark)
    if (!draft) found.push(`${twin.subject}: a twin in Outlook belongs to nobody`)
    else if (draft.state === 'sent') found.push(`${twin.subject}: sent, and still a draft in Outlook`)
    else if (draft.id !== twin.id) {
      const mine = `${draft.subject}, ${draft.state} ${draft.reason ?? ''} ${draft.pushedVersion}/${draft.version}`
      found.push(`${twin.subject}: a second twin in Outlook, beside ${draft.id ?? 'none'} (${mine})`)
    }
  }
  for (const draft of held) {
    if (draft.state === 'sent') {
      if (draft.html !== '') found.push(`${draft.subject}: sent, and its text is still here`)
      continue
    }
    const name = `${draft.subject} (${draft.state})`
    if (draft.state === 'sending') found.push(`${name}: is still being sent`)
    if (APART.includes(draft.reason ?? '')) continue
    const inOutlook = draft.id !== null && draft.pushedVersion === draft.version
    // Version 1 is what was never typed in: it goes to Outlook with its first save.
    if (!inOutlook && draft.version > 1 && draft.reason === null)
      found.push(`${name}: is not in Outlook, and says nothing`)
    if (draft.state === 'editing' && draft.reason === 'unsure') found.push(`${name}: unsure, and with the person`)
    if (!inOutlook) continue
    const twin = living.find(({ id }) => id === draft.id)
    if (!twin) {
      found.push(`${name}: has no twin in Outlook`)
      continue
    }
    const same: [string, string, string][] = [
      ['subject', plain(draft.subject), plain(twin.subject ?? '')],
      ['to', addresses(draft.toRecipients), addresses(twin.to ?? [])],
      ['cc', addresses(draft.ccRecipients), addresses(twin.cc ?? [])],
      ['bcc', addresses(draft.bccRecipients), addresses(twin.bcc ?? [])],
    ]
    for (const [what, ours, theirs] of same) {
      if (ours !== theirs) found.push(`${name}: ${what} is ${ours} here, ${theirs} in Outlook`)
    }
  }
  return found
}
