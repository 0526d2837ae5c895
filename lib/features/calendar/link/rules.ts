/** Kind of the outbox rows that say: bring this entry (`subjectId`) to Outlook as it is now. */
export const PUSH = 'calendar.push'

/** How long a deletion of which others would be told waits for its undo, in milliseconds. */
export const UNDO_DELETE_MS = 12_000
