'use client'

import { useEffect } from 'react'
import { toast } from '@/components/ui/toast'
import { words } from './words'

/** /schedule?added=3, on the way back from Microsoft: says what came of it. */
export function useAdded(): void {
  useEffect(() => {
    const query = new URLSearchParams(location.search)
    const added = query.get('added')
    if (added === null) return
    query.delete('added')
    window.history.replaceState(null, '', query.size > 0 ? `/schedule?${query}` : '/schedule')
    const count = Number(added)
    toast({ text: count > 0 ? words.first.added(count) : words.first.none })
  }, [])
}
