import { rememberInCookie } from '@/components/ui/cookie'
import type { Density, MailFilter } from './view'

export const groupingCookie = 'tandem-mail-grouping'
export const densityCookie = 'tandem-mail-density'

export const filters: readonly MailFilter[] = ['all', 'unread', 'people', 'flagged', 'attachments']

/** The filter of an address; anything unknown shows all. */
export function filterOf(value: string | null): MailFilter {
  return filters.find((filter) => filter === value) ?? 'all'
}

export function densityOf(value: string | undefined): Density {
  return value === 'compact' ? 'compact' : 'comfortable'
}

/** Remembers whether lines are conversations, for the next first paint. */
export function rememberGrouped(grouped: boolean): void {
  rememberInCookie(groupingCookie, grouped ? 'on' : 'off')
}

/** Remembers how tall lines are, for the next first paint. */
export function rememberDensity(density: Density): void {
  rememberInCookie(densityCookie, density)
}
