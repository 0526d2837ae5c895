'use client'

import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { MicrosoftSquares } from '@/components/ui/mark'
import { type Deed, useDeed } from './deed'
import { words } from './words'

/** Goes on to Microsoft by itself, with time enough to read why; the button is there for the impatient. */
export function GoOn({ run, after = 2500 }: { run: Deed; after?: number }) {
  const form = useRef<HTMLFormElement>(null)
  const [error, submit, busy] = useDeed(run)
  useEffect(() => {
    const timer = setTimeout(() => form.current?.requestSubmit(), after)
    return () => clearTimeout(timer)
  }, [after])
  return (
    <form ref={form} action={submit}>
      <Button type="submit" kind="filled" size="l" busy={busy} icon={<MicrosoftSquares />}>
        {words.approval.goOn}
      </Button>
      <DeedError message={error} />
    </form>
  )
}
