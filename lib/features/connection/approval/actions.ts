'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { requireUser } from '@/lib/auth/scope'
import { countVisit } from '@/lib/auth/visits'
import { withUser } from '@/lib/auth/with-user'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import { getAttempt } from '../attempt/queries'
import { beginConnect, PAGES } from '../link/mutations'
import { getConnection } from '../queries'
import { knownFeatures, needsAdmin } from '../rules'
import { beginApproval, beginTenantConsent, createApproval, endApprovals } from './mutations'
import { getApproval } from './queries'
import { CONSENT_COOKIE } from './rules'

/** Asks Microsoft again for what the approval is about, or for a part of it. */
async function goOn(id: string, part: 'all' | 'without'): Promise<never> {
  const scope = await requireUser()
  const { row, connection } = await withUser(async (db) => {
    const found = await getApproval(db, scope, id)
    if (found && part === 'without') await endApprovals(db, scope)
    return { row: found, connection: await getConnection(db, scope) }
  })
  if (!row) redirect(PAGES.outcomeOf('stale'))
  const rules = knownFeatures(row.features).filter((rule) => part === 'all' || !needsAdmin(rule))
  const purpose = connection ? ('add' as const) : ('connect' as const)
  redirect(await beginConnect(scope, { purpose, features: rules.map((rule) => rule.id), returnTo: row.returnTo }))
}

/** The waiting page goes on by itself once granted: asks Microsoft again, and its tokens are the proof. */
export async function resumeApproval(id: string): Promise<void> {
  await goOn(String(id), 'all')
}

/** [Ask your administrator], when the person could not consent: makes the link to send. */
export async function askAdministrator(attemptId: string): Promise<void> {
  const page = await withUser(async (db, scope) => {
    const attempt = await getAttempt(db, scope, String(attemptId))
    return attempt?.stage === 'failed' ? PAGES.approval(await createApproval(db, scope, attempt)) : null
  })
  redirect(page ?? PAGES.outcomeOf('stale'))
}

/** [Go on without these]: asks for what needs no administrator. */
export async function goOnWithout(id: string): Promise<void> {
  await goOn(String(id), 'without')
}

/** Counts a visit; too many lead back to the page, which says so. */
async function welcome(page: string): Promise<void> {
  try {
    await countVisit('approval', await headers())
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'too_often')) throw error
    redirect(`${page}?result=often`)
  }
}

/** [Approve for …] on the administrator's public page. The link's token is all that is needed. */
export async function approveByToken(token: string): Promise<void> {
  const here = `/approve/${encodeURIComponent(String(token))}`
  await welcome(here)
  const url = await beginApproval(String(token))
  redirect(url ?? here)
}

/** [Approve] on /consent: public; the state of the trip stays in this browser. */
export async function approveForTenant(): Promise<void> {
  await welcome('/consent')
  const { url, state } = beginTenantConsent()
  const jar = await cookies()
  jar.set(CONSENT_COOKIE, state, {
    httpOnly: true,
    sameSite: 'lax',
    secure: env().APP_URL.startsWith('https://'),
    path: '/api/connect/admin-consent',
    maxAge: 3600,
  })
  redirect(url)
}
