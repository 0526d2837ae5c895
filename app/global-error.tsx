'use client'

import { words } from '@/components/frame/words'
import { ErrorPanel } from '@/components/ui/error-panel'
import './globals.css'

/** The root itself broke: a page of its own, without fonts and theme. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>{words.error.title}</title>

        <main className="flex min-h-dvh">
          <ErrorPanel title={words.error.title} number={error.digest} retry={{ label: words.error.again, run: reset }}>
            {error.digest ? words.error.means : words.error.meansBare}
          </ErrorPanel>
        </main>
      </body>
    </html>
  )
}
