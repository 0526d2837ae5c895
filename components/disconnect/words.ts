import type { DisconnectKind } from './view'

const figures = (count: number) => count.toLocaleString('en-GB')
const items = (count: number) => `${figures(count)} ${count === 1 ? 'item' : 'items'}`

/** What the three faces of Disconnect say. */
export const words = {
  kinds: {
    messages: { name: 'Messages', what: 'Senders, subjects, previews and flags copied from Outlook' },
    drafts: { name: 'Unfinished mails', what: 'Outlook keeps its own drafts' },
    folders: { name: 'Mail folders', what: 'Their names and counts' },
    events: { name: 'Outlook events', what: 'Times, subjects and people copied from your calendars' },
    calendars: { name: 'Calendars', what: 'Their names and colours' },
    meetings: { name: 'Meetings from Outlook', what: 'Taken in by two-way sync; Outlook keeps them' },
    suggestions: { name: 'Suggested people', what: 'Ranked by Microsoft for your address line' },
    pending: { name: 'Changes on their way', what: 'Made here, not yet taken by Outlook' },
    signals: { name: 'Live signals', what: 'Microsoft stops telling Tandem about changes' },
    keys: { name: 'Access keys', what: 'With them the right to read your account' },
  } satisfies Record<DisconnectKind, { name: string; what: string }>,
  preview: {
    title: 'Disconnect Microsoft 365?',
    lead: 'This is everything that would leave Tandem. Nothing has been deleted yet, and nothing in Outlook, OneDrive or Teams will be.',
    leadOrCalendar:
      'This is everything that would leave Tandem. Nothing has been deleted yet. In Outlook, OneDrive and Teams everything stays, unless you tick otherwise below.',
    account: 'Account',
    goes: 'Deleted from Tandem',
    also: 'All mail text held in memory goes too.',
    stays: 'Stays in Tandem',
    stops: 'Stops working',
    unsent: (count: number) =>
      count === 1
        ? '1 change has not reached Outlook yet and would be lost.'
        : `${figures(count)} changes have not reached Outlook yet and would be lost.`,
    unsentMeans: 'Wait a moment and load this page again, or disconnect anyway.',
    calendar: (title: string) => `Remove the calendar “${title}” from Outlook, too`,
    calendarMeans: (copies: number) =>
      `${copies === 0 ? 'It leaves Outlook' : copies === 1 ? '1 entry leaves Outlook' : `${figures(copies)} entries leave Outlook`}, with whatever else stands in that calendar. Nobody is mailed. Otherwise it stays as it is.`,
    stay: 'Stay connected',
    go: (count: number) => (count === 0 ? 'Disconnect' : `Disconnect and delete ${items(count)}`),
    none: 'Nothing is connected',
    noneLead: 'There is nothing to disconnect. Tandem holds no copy of a Microsoft account of yours.',
  },
  progress: {
    title: 'Disconnecting Microsoft 365',
    lead: 'Your Microsoft data was hidden from everyone the moment you clicked. Now it is being deleted.',
    hidden: 'Data hidden',
    steps: {
      signals: {
        waiting: 'Live signals',
        running: 'Stopping live signals',
        done: 'Live signals stopped',
        failed: 'Live signals',
        note: 'Microsoft confirms each one',
      },
      purge: {
        waiting: 'Copies in Tandem',
        running: 'Deleting the copies in Tandem',
        done: 'Copies deleted',
        failed: 'Copies in Tandem',
        note: '',
      },
      calendar: {
        waiting: 'Tandem’s calendar in Outlook',
        running: 'Removing Tandem’s calendar from Outlook',
        done: 'Tandem’s calendar has left Outlook',
        failed: 'Tandem’s calendar is still in Outlook',
        note: '',
      },
      tokens: {
        waiting: 'Access keys',
        running: 'Deleting access keys',
        done: 'Access keys deleted',
        failed: 'Access keys',
        note: '',
      },
    },
    of: (done: number, total: number) => `${figures(done)} of ${figures(total)}`,
    share: (percent: number) => `${percent} %`,
    done: 'done',
    left: (seconds: number) =>
      seconds < 90
        ? `About ${Math.max(5, Math.round(seconds / 5) * 5)} seconds left`
        : `About ${Math.round(seconds / 60)} minutes left`,
    nextTryIn: (seconds: number) => (seconds > 0 ? `Next try in ${seconds} s.` : 'Trying again now.'),
    close: 'You can close this page. The deletion goes on, even if Tandem restarts.',
    lost: 'Tandem does not answer this page just now. The deletion goes on without it.',
    all: 'Everything together',
    state: { waiting: 'Not begun', running: 'Under way', done: 'Done', failed: 'Not done' },
  },
  receipt: {
    title: 'Microsoft 365 is disconnected',
    lead: 'Tandem holds nothing from your Microsoft account any more. Outlook, OneDrive and Teams are as you left them.',
    leadCalendar:
      'Tandem holds nothing from your Microsoft account any more. Its own calendar has left Outlook; everything else there, in OneDrive and in Teams is as you left it.',
    slip: 'Receipt',
    removed: 'Removed from Tandem',
    together: 'Together',
    stopped: 'Stopped at Microsoft',
    signals: 'Live signals',
    confirmed: (confirmed: number, found: number) =>
      found === 0 ? 'None were left' : `${figures(confirmed)} of ${figures(found)} confirmed gone`,
    calendar: 'Tandem’s calendar in Outlook',
    calendarIs: { gone: 'Removed', refused: 'Not removed', failed: 'Not removed' },
    calendarMeans: {
      gone: '',
      refused: 'Microsoft did not let Tandem remove it any more. Delete it in Outlook.',
      failed: 'Microsoft did not answer for long. If it is still there, delete it in Outlook.',
    },
    expire: 'The rest end by themselves on',
    keys: 'Access keys',
    deleted: 'Deleted',
    memory: 'Mail text in memory',
    cleared: 'Cleared',
    kept: 'Kept, and why',
    download: 'Download receipt',
    print: 'Print',
    back: 'Back to Integrations',
    began: 'Begun',
    ended: 'Ended',
    number: 'Number',
    file: (number: string) => `tandem-receipt-${number}`,
  },
} as const
