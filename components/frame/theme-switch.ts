'use client'

import { rememberInCookie } from '@/components/ui/cookie'
import { readTheme, type Theme, themeCookie } from './theme'

/** Changes the theme at once and remembers it for the next first paint. */
export function switchTheme(theme: Theme): void {
  rememberInCookie(themeCookie, theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** The theme as it is now. */
export function presentTheme(): Theme {
  return readTheme(document.documentElement.dataset.theme)
}
