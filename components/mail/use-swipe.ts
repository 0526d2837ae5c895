'use client'

import { type PointerEvent, useRef, useState } from 'react'

/** From here on a finger means sideways, and so far it must go for a deed, px. */
const begins = 12
const enough = 88
/** A finger that stays this long chooses, ms. */
const longPress = 450

type Gesture = { id: number; x: number; y: number; by: number; state: 'pressed' | 'sideways' | 'over'; timer: number }
type Swipe = { onLeft: () => void; onRight: () => void; onLongPress: () => void }

/**
 * A finger on a line: sideways is a deed, staying is choosing. Mouse and pen are left alone. The line moves by style,
 * without drawing the list anew.
 */
export function useSwipe({ onLeft, onRight, onLongPress }: Swipe) {
  const gesture = useRef<Gesture | null>(null)
  const swallow = useRef(false)
  const [side, setSide] = useState<'left' | 'right' | null>(null)

  const end = (line: HTMLElement) => {
    const now = gesture.current
    gesture.current = null
    if (!now) return
    clearTimeout(now.timer)
    line.style.transition = 'transform 180ms var(--out)'
    line.style.transform = ''
    setSide(null)
    if (now.state !== 'sideways') return
    swallow.current = true
    if (now.by <= -enough) onLeft()
    else if (now.by >= enough) onRight()
  }
  return {
    side,
    /** A finger is on it. */
    touching: () => gesture.current !== null,
    /** The click that ends a gesture is none. */
    swallows: () => {
      const swallowed = swallow.current
      swallow.current = false
      return swallowed
    },
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        swallow.current = false
        if (event.pointerType !== 'touch') return
        const timer = window.setTimeout(() => {
          if (gesture.current?.state !== 'pressed') return
          gesture.current.state = 'over'
          swallow.current = true
          onLongPress()
        }, longPress)
        gesture.current = { id: event.pointerId, x: event.clientX, y: event.clientY, by: 0, state: 'pressed', timer }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const now = gesture.current
        if (!now || now.id !== event.pointerId || now.state === 'over') return
        const x = event.clientX - now.x
        const y = event.clientY - now.y
        if (now.state === 'pressed') {
          if (Math.abs(y) > begins) now.state = 'over'
          if (Math.abs(x) > begins && Math.abs(x) > 2 * Math.abs(y)) {
            now.state = 'sideways'
            event.currentTarget.setPointerCapture(event.pointerId)
            event.currentTarget.style.transition = 'none'
          }
          if (now.state !== 'pressed') clearTimeout(now.timer)
        }
        if (now.state !== 'sideways') return
        now.by = x
        event.currentTarget.style.transform = `translateX(${x}px)`
        setSide(x < 0 ? 'left' : 'right')
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => end(event.currentTarget),
      onPointerCancel: (event: PointerEvent<HTMLElement>) => {
        if (gesture.current) gesture.current.by = 0
        end(event.currentTarget)
      },
    },
  }
}
