'use server'

import { z } from 'zod'
import type { Refusal } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { requireLiveConnection } from '@/lib/features/connection/queries'
import { refusal } from '@/lib/platform/answer'
import { assertWithin } from '@/lib/platform/rate'
import { teamsLink } from './sync'

/** Meetings that one person makes: more is no person. */
const RATE = { times: 20, perMs: 10 * 60_000 }

const input = z.object({ key: z.string().min(8).max(100), subject: z.string().max(255) })

/** Makes a Teams meeting and answers its link. Asking twice with the same `key` answers the same meeting. */
export async function makeTeamsLink(key: string, subject: string): Promise<{ joinUrl: string } | Refusal> {
  try {
    const asked = input.parse({ key, subject })
    const { id } = await withUser((db, scope) => requireLiveConnection(db, scope, 'meetings'))
    assertWithin(`teams ${id}`, RATE)
    return { joinUrl: await teamsLink(id, asked.key, asked.subject.trim() || 'Meeting') }
  } catch (error) {
    return refusal(error)
  }
}
