import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import { useLive } from '@/components/frame/live'

/** Hints of one moment are one look. */
const pause = 300

/** Reads the page again when somebody changed a record, a task or what is shared. */
export function useRefresh(): () => void {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const soon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      router.refresh()
    }, pause)
  }, [router])
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive('people', soon)
  useLive('tasks', soon)
  return soon
}
