/** What pages that broke or are not there say. Apart: every page carries them. */
export const troubleWords = {
  error: {
    title: 'Tandem could not load this page',
    means: 'Nothing was lost. If it happens again, send us the number.',
    meansBare: 'Nothing was lost.',
    again: 'Try again',
    working: 'Working',
    copy: (number: string) => `Copy ${number}`,
    copied: 'Copied',
  },
  missing: {
    title: 'There is no page here',
    means: 'The address may be old, or what it led to is gone.',
    deed: 'Go to the inbox',
  },
} as const
