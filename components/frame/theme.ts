export type Theme = 'system' | 'light' | 'dark'

export const themeCookie = 'tandem-theme'
/** Remembers whether the navigation is folded: 'folded' or 'open'. */
export const foldCookie = 'tandem-nav'

/** The theme of a cookie's value; anything unknown is the system's. */
export function readTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}
