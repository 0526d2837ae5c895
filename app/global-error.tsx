'use client'

import { Trouble } from '@/components/frame/trouble'
import { troubleWords } from '@/components/frame/trouble-words'
import './globals.css'

/** The root itself broke: a page of its own, without fonts and theme. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>{troubleWords.error.title}</title>

        <main className="flex min-h-dvh">
          <Trouble number={error.digest} onRetry={reset} />
        </main>
      </body>
    </html>
  )
}
