'use client'

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { cn } from '@/components/ui/cn'
import { bodyDocument } from './body-document'
import { presentLook, presentScheme } from './body-look'
import { threadWords } from './thread-words'

type MessageBodyProps = { html: string; lang?: string; subject: string; pictures: boolean }

/** Light or dark, also when it changes while one reads. */
function useScheme(): 'light' | 'dark' {
  const [scheme, setScheme] = useState(presentScheme)
  useEffect(() => {
    const look = () => setScheme(presentScheme())
    const media = matchMedia('(prefers-color-scheme: dark)')
    const theme = new MutationObserver(look)
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    media.addEventListener('change', look)
    return () => {
      theme.disconnect()
      media.removeEventListener('change', look)
    }
  }, [])
  return scheme
}

/**
 * A mail's HTML in a frame without scripts. It keeps the page's origin only so that its height can be read from here;
 * without scripts nothing inside can use that.
 */
export function MessageBody({ html, lang, subject, pictures }: MessageBodyProps) {
  const scheme = useScheme()
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState<number | null>(null)
  const { source, designed } = useMemo(
    () =>
      bodyDocument({
        html,
        pictures,
        lang,
        look: { ...presentLook(), scheme },
        words: { quoted: threadWords.quoted },
      }),
    [html, pictures, lang, scheme],
  )
  const ready = height !== null

  // Begun with the frame itself and shown in the frame it is measured in: each frame of the screen more is one that waits.
  useLayoutEffect(() => {
    const element = frame.current
    if (!element || !source) return
    let waiting = requestAnimationFrame(attach)
    let watcher: ResizeObserver | undefined
    function attach() {
      const body = element?.contentDocument?.body
      // The frame begins with an empty document; ours is marked. Pictures under way need not be waited for.
      if (!element || !body?.hasAttribute('data-tandem')) {
        waiting = requestAnimationFrame(attach)
        return
      }
      const measure = () => {
        body.style.zoom = ''
        const room = element.clientWidth
        // Newsletters of a fixed width shrink to the phone, but not to where one cannot read.
        if (room > 0 && body.scrollWidth > room + 1) body.style.zoom = String(Math.max(0.55, room / body.scrollWidth))
        setHeight(Math.ceil(body.getBoundingClientRect().height))
      }
      flushSync(measure)
      watcher = new ResizeObserver(() => requestAnimationFrame(measure))
      watcher.observe(body)
      watcher.observe(element)
    }
    return () => {
      cancelAnimationFrame(waiting)
      watcher?.disconnect()
    }
  }, [source])

  return (
    <iframe
      // A new document is a new frame: changing srcdoc would add a step to the browser's history.
      key={source}
      ref={frame}
      title={threadWords.frame(subject)}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={source}
      style={{ height: height ?? 0, colorScheme: designed ? 'light' : scheme }}
      className={cn('block w-full border-0', ready ? 'opacity-100' : 'opacity-0')}
    />
  )
}
