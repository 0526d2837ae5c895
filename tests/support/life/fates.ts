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
    if (letter.wish !== 'gone' && !draft) say('is lost')
    if (left.length > 0 && draft && draft.state !== 'sent') say('left, and nobody knows')
    if (letter.wish === 'send' && left.length === 0 && draft) {
      const excused =
        draft.state === 'unsure' ||
        (draft.state === 'editing' && WITH_PERSON.includes(draft.reason ?? '')) ||
        (draft.state === 'sent' && letter.believed)
      if (!excused) say('did not leave, and nothing says why')
      if (draft.reason === 'difference' && !letter.outlook.has('edited')) say('was edited by nobody')
      if (draft.reason === 'deleted' && !letter.outlook.has('deleted')) say('was deleted by nobody')
    }
    if (letter.wish !== 'send' && !byOutlook && draft?.state === 'sent' && left.length === 0)
      say('is said to have left')
    const texts = [letter.typed, ...(letter.inOutlook ? [letter.inOutlook] : [])]
    const one = left[0]
    if (one && !texts.some((text) => one.mime.includes(text))) say('left with another text')
    if (draft && draft.state === 'editing' && !texts.some((text) => draft.html.includes(text)) && draft.version > 1)
      say(`holds another text: ${draft.html.slice(0, 80)}`)
  }
  return found
}
