'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { inngest } from '@/inngest/client'
import { connectionDisconnect, connectionLinked } from '@/inngest/events'
import { signedInUserId } from '@/lib/auth/scope'
import { withAdmin } from '@/lib/auth/with-user'
import { getConnectionOf } from '@/lib/features/connection/queries'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { type Answer, refusal } from '@/lib/platform/answer'
import type { Db } from '@/lib/platform/db/handle'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import { letter, sendMail } from '@/lib/platform/mail'
import type { UserScope } from '@/lib/platform/scope'
import * as change from './mutations'
import { getMe } from './queries'

const role = z.enum(['admin', 'member'])

/** Runs a deed of an administrator's; refusals become a sentence, anything unexpected is thrown on. */
async function asAdmin<T>(work: (db: Db, scope: UserScope) => Promise<T>): Promise<T | { error: string }> {
  try {
    return await withAdmin(work)
  } catch (error) {
    return refusal(error)
  }
}

const done = (answer: unknown): Answer =>
  typeof answer === 'object' && answer && 'error' in answer ? { error: String(answer.error) } : undefined

const announce = (event: Parameters<typeof inngest.send>[0]) =>
  inngest.send(event).catch((err) => log.warn({ err }, 'could not be announced yet'))

/** Invites somebody; mails the link when mail is set up, and answers with it for copying. */
export async function createInvitation(
  email: string,
  as: 'admin' | 'member',
): Promise<{ link: string; mailed: boolean } | { error: string }> {
  const made = await asAdmin(async (db, scope) => {
    const input = z
      .object({ email: z.email().max(254), role })
      .safeParse({ email: String(email).trim().toLowerCase(), role: as })
    if (!input.success)
      throw new AppError('invalid_input', 'bad invitation', { userMessage: 'That is not an e-mail address.' })
    const { token, id } = await change.createInvitation(db, scope, input.data)
    return { token, id, to: input.data.email, me: await getMe(db, scope) }
  })
  if ('error' in made) return made
  const link = `${env().APP_URL}/invite/${made.token}`
  const { workspace, user } = made.me
  const mailed = await sendMail({
    to: made.to,
    subject: `${user.name} invites you to ${workspace} on Tandem`,
    key: `invitation.${made.id}`,
    ...letter({
      title: `Join ${workspace} on Tandem`,
      lines: [`${user.name} invites you.`, 'The link works once, for 14 days.'],
      button: 'Accept the invitation',
      href: link,
      foot: 'If you do not know who this is, ignore this mail.',
    }),
  })
  return { link, mailed }
}

/** Takes an invitation back. */
export async function revokeInvitation(id: string): Promise<Answer> {
  return done(await asAdmin((db, scope) => change.revokeInvitation(db, scope, z.uuid().parse(id))))
}

/** Joins the workspace of the link, as the person signed in. */
export async function acceptInvitation(token: string): Promise<Answer> {
  const userId = await signedInUserId()
  if (!userId) redirect(`/signin?returnTo=${encodeURIComponent(`/invite/${String(token)}`)}`)
  try {
    await change.acceptInvitation(userId, String(token))
  } catch (error) {
    return refusal(error)
  }
  redirect('/inbox')
}

export async function setRole(userId: string, to: 'admin' | 'member'): Promise<Answer> {
  return done(await asAdmin((db, scope) => change.setRole(db, scope, z.uuid().parse(userId), role.parse(to))))
}

/** Switches a person off (their sessions end at once) or on again (syncing catches up). */
export async function setDisabled(userId: string, off: boolean): Promise<Answer> {
  const answer = await asAdmin(async (db, scope) => {
    const id = z.uuid().parse(userId)
    await change.setDisabled(db, scope, id, off === true)
    return { connection: await getConnectionOf(db, id) }
  })
  await catchUp(answer, off !== true)
  return done(answer)
}

/** R14: the Microsoft integration of one person. */
export async function setIntegrationEnabled(userId: string, on: boolean): Promise<Answer> {
  const answer = await asAdmin(async (db, scope) => {
    const id = z.uuid().parse(userId)
    await change.setIntegrationEnabled(db, scope, id, on === true)
    return { connection: await getConnectionOf(db, id) }
  })
  await catchUp(answer, on === true)
  return done(answer)
}

async function catchUp(answer: { connection: { id: string } | null } | { error: string }, resumed: boolean) {
  if (resumed && 'connection' in answer && answer.connection)
    await announce(connectionLinked.create({ connectionId: answer.connection.id }))
}

/** R6: the workspace's policy on personal Microsoft accounts. */
export async function setAllowPersonal(on: boolean): Promise<Answer> {
  return done(await asAdmin((db, scope) => change.setAllowPersonal(db, scope, on === true)))
}

/** R7: releases a Microsoft account that is stuck with somebody, by disconnecting it. */
export async function releaseBinding(connectionId: string): Promise<Answer> {
  const answer = await asAdmin(async (db, scope) => {
    const id = z.uuid().parse(connectionId)
    return { id, disconnectId: await startDisconnect(db, scope, id) }
  })
  if ('error' in answer) return answer
  await announce(connectionDisconnect.create({ connectionId: answer.id, disconnectId: answer.disconnectId }))
  return undefined
}
