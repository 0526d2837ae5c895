'use client'

import { useEffect, useState } from 'react'
import { claimDevice } from './device-store'

type DeviceProps = { person: string; connected: boolean }

/** Sees to it that this device holds nothing of anybody else. Stands before whatever reads from it. */
export function Device({ person, connected }: DeviceProps) {
  // While rendering, so that it is done before any effect of the page looks.
  useState(() => (typeof window === 'undefined' ? null : claimDevice(person, connected)))
  // Disconnected while the page was open.
  useEffect(() => claimDevice(person, connected), [person, connected])
  return null
}
