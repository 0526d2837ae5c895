'use server'

import { redirect } from 'next/navigation'
import { requireUser } from '@/lib/auth/scope'
import { withUser } from '@/lib/auth/with-user'
import type { Answer } from '@/lib/platform/answer'
import { getAttempt } from './attempt/queries'
import { featureIds } from './attempt/schema'
import { announceLinked, beginAgain, beginConnect, linkAccount, PAGES, rejectAccount } from './link/mutations'
import { turnFeatureOff } from './mutations'
import { knownFeatures } from './rules'

/** "Continue to Microsoft": leaves this page. */
export async function startConnect(features: string[], returnTo: string): Promise<Answer> {
  const scope = await requireUser()
  const chosen = featureIds.safeParse(features).data ?? []
  if (knownFeatures(chosen).length === 0) return { error: 'Choose at least one feature to connect.' }
  redirect(await beginConnect(scope, { purpose: 'connect', features: chosen, returnTo }))
}

/** [Turn on]: asks Microsoft for just what this feature lacks. */
export async function addFeature(feature: string, returnTo: string): Promise<void> {
  const scope = await requireUser()
  redirect(await beginConnect(scope, { purpose: 'add', features: featureIds.parse([feature]), returnTo }))
}

/** [Reconnect]: the same account, signed in again. */
export async function reconnect(returnTo: string): Promise<void> {
  const scope = await requireUser()
  redirect(await beginConnect(scope, { purpose: 'reconnect', features: [], returnTo }))
}

/** [Try again] on the result page. */
export async function startAgain(attemptId: string): Promise<void> {
  const scope = await requireUser()
  const attempt = await withUser((db) => getAttempt(db, scope, String(attemptId)))
  redirect(attempt ? await beginAgain(scope, attempt) : PAGES.outcomeOf('stale'))
}

/** [Link this account]: only now does the connection exist and syncing begin. */
export async function confirmLink(attemptId: string): Promise<void> {
  const scope = await requireUser()
  redirect(await linkAccount(scope, String(attemptId)))
}

/** [Use another account]: throws the held tokens away and asks Microsoft again. */
export async function rejectLink(attemptId: string): Promise<void> {
  const scope = await requireUser()
  const rejected = await rejectAccount(scope, String(attemptId))
  const attempt = rejected ? await withUser((db) => getAttempt(db, scope, rejected)) : null
  redirect(attempt ? await beginAgain(scope, attempt) : PAGES.outcomeOf('stale'))
}

/** Turns a feature off. What it brought stays until Disconnect; Microsoft is not asked. */
export async function turnOffFeature(feature: string): Promise<void> {
  const [id] = featureIds.parse([feature])
  const changed = id ? await withUser((db, scope) => turnFeatureOff(db, scope, id)) : null
  if (changed) await announceLinked(changed)
}
