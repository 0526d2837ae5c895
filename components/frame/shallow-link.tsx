'use client'

import Link from 'next/link'
import type { ComponentProps, MouseEvent } from 'react'

/** Changes the address without asking the server, if the page stays the same. `useSearchParams` sees it. */
export function goShallow(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', href)
  else window.history.replaceState(null, '', href)
}

/** True for clicks that the browser should not keep for itself (new tab, new window, save). */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}

/** A link that switches what the present page shows at once; to another page it is an ordinary one. */
export function ShallowLink({ href, onClick, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) {
  return (
    <Link
      {...rest}
      href={href}
      prefetch={false}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || !isPlainClick(event)) return
        if (new URL(href, location.href).pathname !== location.pathname) return
        event.preventDefault()
        goShallow(href)
      }}
    />
  )
}
