'use client'

import { PageError } from '@/components/frame/page-error'

export default function AppError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="flex min-h-dvh">
      <PageError number={error.digest} reset={reset} />
    </main>
  )
}
