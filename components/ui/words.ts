/** The kit's own strings. What a screen says stands in its feature's words.ts. */
export const words = {
  close: 'Close',
  working: 'Working',
  loading: 'Loading',
  clear: 'Clear',
  nothingFound: 'Nothing found',
  notifications: 'Notifications',
  mark: {
    both: 'In Tandem and in Outlook',
    tandem: 'Only in Tandem',
    outlook: 'Only in Outlook',
    pending: 'On its way',
    differs: 'Differs between Tandem and Outlook',
    apart: 'Not connected',
  },
  progress: (done: string, total: string) => `${done} of ${total}`,
  copied: 'Copied',
  copy: (what: string) => `Copy ${what}`,
  plotTable: 'Show the figures',
} as const
