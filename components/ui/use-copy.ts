import { useEffect, useState } from 'react'

/** Milliseconds for which a copy is confirmed. */
const confirmed = 2000

/** Copies a text. `copied` confirms it for a moment; `copy` answers whether the browser allowed it. */
export function useCopy(text: string) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), confirmed)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      return true
    } catch {
      return false
    }
  }
  return { copied, copy }
}
