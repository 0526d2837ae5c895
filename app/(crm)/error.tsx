'use client'

import { PageError } from '@/components/frame/page-error'
import { Sheet } from '@/components/ui/sheet'

/** A page broke; the frame round it stays. */
export default function CrmError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Sheet>
      <PageError number={error.digest} reset={reset} />
    </Sheet>
  )
}
