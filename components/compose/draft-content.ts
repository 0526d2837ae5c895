import type { DraftContent, DraftView, SignatureView } from './view'

/** What a person edits, before anything is there. */
export const nothing: DraftContent = {
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html: '',
  importance: 'normal',
  remindDays: null,
}

/** Of a draft, what a person edits. */
export const contentOf = ({ to, cc, bcc, subject, html, importance, remindDays }: DraftContent): DraftContent => ({
  to,
  cc,
  bcc,
  subject,
  html,
  importance,
  remindDays,
})

export const sameContent = (a: DraftContent, b: DraftContent) =>
  JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b))

/**
 * What stands in the composer once the draft is there: what was typed meanwhile, then what the draft brings; an empty
 * one gets the signature of its kind, which `signatures` has if it is begun now.
 */
export function arrived(
  draft: DraftView,
  mine: { typed: DraftContent; before: DraftContent } | null,
  signatures: readonly SignatureView[],
): DraftContent {
  const found = signatures.find((each) => (draft.kind === 'new' ? each.forNew : each.forReplies))
  const signature = !draft.html && found ? `<div data-signature="${found.id}">${found.html}</div>` : ''
  const content = contentOf(draft)
  if (!mine) return { ...content, html: signature ? `<p></p>${signature}` : draft.html }
  const { typed, before } = mine
  return {
    ...content,
    to: typed.to.length > 0 || typed.to !== before.to ? typed.to : content.to,
    cc: typed.cc.length > 0 ? typed.cc : content.cc,
    bcc: typed.bcc.length > 0 ? typed.bcc : content.bcc,
    subject: typed.subject || content.subject,
    html: typed.html ? typed.html + signature : signature ? `<p></p>${signature}` : draft.html,
  }
}
