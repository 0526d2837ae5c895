export type Theme = 'system' | 'light' | 'dark'

export const themeCookie = 'tandem-theme'

/** The theme of a cookie's value; anything unknown is the system's. */
export function readTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}
