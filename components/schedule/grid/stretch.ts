/** A stretch of time that was pointed at: instants in ms, and dates with the end exclusive. */
export type Stretch = { isAllDay: boolean; startsAt: number; endsAt: number; startDate: string; endDate: string }
