/** What writing says before a composer is there. Every page loads these; the rest of the words comes with the composer. */
export const firstWords = {
  newMail: 'New mail',
  scheduled: 'Scheduled',
  teamsLink: 'Share a Teams link',
  unreachable: 'Tandem cannot be reached. Your text is kept on this device.',
} as const
