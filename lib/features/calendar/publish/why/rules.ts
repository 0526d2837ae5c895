import type { EntryView } from '@/components/schedule/view'
import { CALENDAR_DELETED } from '../rules'

export type Standing = EntryView['outlook']

/** Everything that decides whether an entry is in its viewer's Outlook. */
export interface Case {
  entry: { isNobodys: boolean; isTheirs: boolean; isPart: boolean; cameFromOutlook: boolean; isCancelled: boolean }
  /** Name of somebody else whose entry it is. */
  ownerName: string | null
  /** none: nothing is connected. switched-off: an administrator did. paused: `pausedWhy` says why. */
  connection: 'none' | 'switched-off' | 'paused' | 'active'
  pausedWhy: string
  isAllowed: boolean
  mode: 'off' | 'separate' | 'two-way'
  observes: boolean
  problem: string | null
  /** The circuit breaker: so many of so many. */
  pause: { affected: number; total: number } | null
  /** When Microsoft may be asked again, as a time of day; null: now. */
  slowedUntil: string | null
  /** Nothing of it is in this Outlook, for its people were invited already; from whose mailbox, null: one that is gone. */
  invited: { from: string | null } | null
  link: { state: 'waiting' | 'linked' | 'refused' | 'unlinked'; isThere: boolean; reason: string | null } | null
  /** Where it lies from the window; `begins`: the day on which it comes into it. */
  place: 'past' | 'due' | 'beyond'
  begins: string
  /** Entries that did not fit into the last push. */
  waiting: number
}

export const SETTINGS = { label: 'Open calendar settings', href: '/settings/calendar' }
const INTEGRATIONS = { label: 'Open Integrations', href: '/settings/integrations' }

/** What stopped publishing, as a sentence, and what the person can do about it. */
const PROBLEMS: Record<string, { text: string; label: string; deed: 'recreate' | 'resume' }> = {
  [CALENDAR_DELETED]: {
    text: 'Tandem’s calendar was deleted in Outlook, so nothing goes there any more.',
    label: 'Make it again',
    deed: 'recreate',
  },
  'no-permission': {
    text: 'Microsoft does not let Tandem write to your calendar. Ask your help desk which policy says so.',
    label: 'Try again',
    deed: 'resume',
  },
  'mailbox-full': {
    text: 'Your mailbox is full, so Outlook takes no new entries. Make room in Outlook first.',
    label: 'Try again',
    deed: 'resume',
  },
}

const fallback = { text: 'Outlook does not take entries just now.', label: 'Try again', deed: 'resume' as const }

/** The words for a problem; an unknown one has words, too. */
export const problemWords = (problem: string) => PROBLEMS[problem] ?? fallback

const say = (state: Standing['state'], sentence: string, fix: Standing['fix'] = null): Standing => ({
  state,
  sentence,
  fix,
})

/** Why an entry and its event are no longer one. */
const UNLINKED: Record<string, string> = {
  '': 'No longer followed in Outlook: what stands there was left as it is.',
  deleted: 'Deleted in Outlook. Change it here, and it goes there again.',
  owner: 'Not linked any more: what stands in your Outlook was left as it is.',
}

/** "Why is this not in Outlook?" in one sentence (R53). The first cause that holds is the one that is told. */
export function whyOf(given: Case): Standing {
  const { entry, connection, link, mode } = given
  if (entry.isNobodys) return say('not', 'Not in Outlook: nobody owns it yet. Choose an owner, and it goes to theirs.')
  if (entry.isPart)
    return say('not', 'Not in your Outlook: you take part in this call. It goes to the Outlook of its owner.')
  if (!entry.isTheirs)
    return say('not', `Not in your Outlook: it belongs to ${given.ownerName ?? 'a colleague'}, and goes to theirs.`)
  if (connection === 'none')
    return say('off', 'Not in Outlook: no Microsoft account is connected.', { ...INTEGRATIONS, label: 'Connect' })
  if (connection === 'switched-off')
    return say('not', 'Not in Outlook: an administrator has switched the Microsoft integration off for you.')
  if (mode === 'separate' && given.problem === CALENDAR_DELETED && link?.isThere)
    return say('not', problemWords(CALENDAR_DELETED).text, SETTINGS)
  if (link?.state === 'linked' && link.reason === 'made-again')
    return say('in', 'In Outlook again: it was deleted there while it was changed here.')
  if (link?.state === 'linked' || entry.cameFromOutlook) return say('in', 'This is in Outlook.')
  const held = holdUp(given)
  if (given.invited && mode === 'two-way' && !entry.isCancelled && given.place !== 'past')
    return held ?? { ...say('not', invitedWords(given.invited.from)), mayInvite: true }
  if (link?.state === 'refused')
    return say('refused', `Outlook refused this${code(link.reason)}. Change it, and it is tried again.`)
  if (link?.state === 'unlinked') return say('not', UNLINKED[link.reason ?? ''] ?? UNLINKED[''] ?? '')
  if (mode === 'off') return held ?? say('off', 'Not in Outlook: publishing is off.', { ...SETTINGS, label: 'Turn on' })
  if (link?.isThere) {
    const behind = 'In Outlook as it was before the last change'
    return held
      ? say('waiting', `${behind}. ${held.sentence}`, held.fix)
      : say('waiting', `${behind}, which is on its way.`)
  }
  if (entry.isCancelled) return say('not', 'Not in Outlook: it was called off.')
  if (given.place === 'past')
    return say('not', 'Not in Outlook: it was over before it could go, and the past stays as it is.')
  if (given.place === 'beyond')
    return say('not', `Not in Outlook yet: entries go there 90 days ahead. This one goes on ${given.begins}.`)
  if (held) return held
  if (!link && given.waiting > 0)
    return say('waiting', `On its way: 10,000 entries go at a time, and ${given.waiting} wait for the next hour.`)
  return say('waiting', 'On its way to Outlook.')
}

const invitedWords = (from: string | null): string =>
  `Not in your Outlook: the people on it were invited from ${
    from ?? 'a mailbox that is no longer connected'
  }, and Tandem invites nobody twice by itself.`

/** What holds up everything, not this entry alone. */
function holdUp({ connection, pausedWhy, isAllowed, observes, problem, pause, slowedUntil }: Case): Standing | null {
  if (connection === 'paused')
    return say('not', `Not in Outlook: ${lower(pausedWhy)}`, { ...INTEGRATIONS, label: 'Reconnect' })
  if (!isAllowed)
    return say('not', 'Not in Outlook: Tandem may not write to your calendar.', { ...INTEGRATIONS, label: 'Allow it' })
  if (problem) return say('not', problemWords(problem).text, SETTINGS)
  if (pause)
    return say(
      'waiting',
      `Waiting for your word: ${pause.affected} of ${pause.total} entries in Outlook would change.`,
      {
        ...SETTINGS,
        label: 'Decide',
      },
    )
  if (observes) return say('not', 'Not in Outlook: Tandem only observes, and writes nothing.', SETTINGS)
  if (slowedUntil) return say('waiting', `Waiting: slowed by Microsoft until ${slowedUntil}. Nothing is lost.`)
  return null
}

const code = (reason: string | null): string => (reason ? ` (${reason})` : '')
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
