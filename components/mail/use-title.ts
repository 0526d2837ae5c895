import { useLayoutEffect } from 'react'

/**
 * The tab's title while the screen is open. Next writes the page's own title whenever its metadata arrives, which may
 * be after this; `plain` is that title, and it is replaced each time.
 */
export function useTitle(title: string, plain: string): void {
  useLayoutEffect(() => {
    document.title = title
    const watcher = new MutationObserver(() => {
      if (document.title === plain && title !== plain) document.title = title
    })
    watcher.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => watcher.disconnect()
  }, [title, plain])
}
