import type { ReactNode } from 'react'

/** A line of a menu that is loaded when it is first wanted. */
export type MenuEntry =
  | 'rule'
  | { heading: string }
  | {
      label: string
      icon?: ReactNode
      keys?: string
      tone?: 'plain' | 'bad'
      /** One of several that hold at a time. */
      checked?: boolean
      run: () => void
    }
