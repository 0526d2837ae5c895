'use client'

/** New mails, docked at the foot of the window. */
export function ComposeDock() {
  return null
}
