import { onLeaving } from './leaving'
import { dismissToast, toast } from './toast'

type TakeBack = {
  text: string
  /** On the button that takes it back. */
  label: string
  /** How long it can be taken back, ms. */
  time: number
  /** Of the toast: one for each thing that is done. */
  id: string
  /** Does it for good; must ask in the same moment, since the page may be going away. */
  run: () => void
  back: () => void
}

/** The toast comes a moment after the deed. */
const grace = 500

/**
 * Does for good what the screen shows already, once the time to take it back has passed or the page goes away. Until
 * then a toast offers the way back; not longer, though hover keeps toasts: either `run` or `back` is called, and once.
 * Answers how to take it back from elsewhere.
 */
export function untilTakenBack({ text, label, time, id, run, back }: TakeBack): () => void {
  let isOpen = true
  const settle = (how: () => void) => {
    if (!isOpen) return
    isOpen = false
    clearTimeout(timer)
    forget()
    how()
  }
  const over = (how: () => void) => {
    if (isOpen) dismissToast(id)
    settle(how)
  }
  const end = () => over(run)
  const timer = setTimeout(end, time + grace)
  const forget = onLeaving(end)
  toast({ id, text, duration: time, action: { label, run: () => settle(back) } })
  return () => over(back)
}
