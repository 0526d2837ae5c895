// Mails sent are mails asked for, each exactly once.

import type { SentMail } from '../living-world'
import type { HeldData } from '../oracle'
import type { Letter } from './letters'

/** Why a mail that was asked for did not leave, and is with the person. */
const WITH_PERSON = ['difference', 'deleted', 'late']

/** Where what became of the letters is not what the person asked for. */
export function fatesOf(letters: readonly Letter[], held: HeldData, sent: readonly SentMail[]): string[] {
  const found: string[] = []
  for (const letter of letters) {
    const draft = held.drafts.find(({ tandemId }) => tandemId === letter.draftId)
    const left = sent.filter(({ subject }) => subject.endsWith(letter.mark))
    const say = (text: string) =>
      found.push(`${letter.mark} (${letter.wish}, ${draft ? `${draft.state} ${draft.reason ?? ''}` : 'gone'}): ${text}`)
    if (left.length > 1) say(`left ${left.length} times`)
    const byOutlook = letter.outlook.has('sent')
    if (left.length > 0 && letter.wish !== 'send' && !byOutlook) say('left, and nobody asked for it')
    if (byOutlook && left.length === 0) say('was sent from Outlook, and did not leave')
    if (letter.wish === 'gone' && draft) say('was thrown away, and is still here')
    // A day after it left, its row goes.
    if (letter.wish !== 'gone' && !draft && left.length === 0) say('is lost')
    // Of what was unsure, was sent from Outlook, and its copy was deleted there, nobody can know more.
    const traceless = byOutlook && draft?.state === 'editing' && draft.reason === 'deleted'
    if (left.length > 0 && draft && draft.state !== 'sent' && !traceless) say('left, and nobody knows')
    if (letter.wish === 'send' && left.length === 0 && draft) {
      const excused = draft.state === 'editing' && WITH_PERSON.includes(draft.reason ?? '')
      if (!excused) say('did not leave, and nothing says why')
      if (draft.reason === 'difference' && !letter.outlook.has('edited')) say('was edited by nobody')
      if (draft.reason === 'deleted' && !letter.outlook.has('deleted')) say('was deleted by nobody')
    }
    if (letter.wish !== 'send' && !byOutlook && draft?.state === 'sent' && left.length === 0)
      say('is said to have left')
    const own = new RegExp(`text \\d+ of ${letter.mark}\\.`)
    if (left.some(({ mime }) => !own.test(mime))) say('left without its text')
    // What was typed last, here or in Outlook, left, or stands in a draft: in another one, if it came too late.
    const drafts = held.drafts.filter(({ subject, state }) => state !== 'sent' && subject.endsWith(letter.mark))
    const standing = [...left.map(({ mime }) => mime), ...drafts.map(({ html }) => html)]
    const last = [letter.typed, ...(letter.inOutlook ? [letter.inOutlook] : [])]
    if (letter.wish !== 'gone' && !standing.some((text) => last.some((words) => text.includes(words))))
      say(`its last text is nowhere; there is ${standing.map((text) => own.exec(text)?.[0])}`)
  }
  return found
}
