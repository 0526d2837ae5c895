'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { AuthError } from 'next-auth'
import { z } from 'zod'
import { AppError } from '@/lib/platform/errors'
import * as auth from './auth'
import { safeReturnPath } from './return-path'
import { countVisit } from './visits'

/** Sends the person to Microsoft's sign-in, and afterwards to `returnTo` (a path on this origin). */
export async function signInWithMicrosoft(returnTo: string): Promise<void> {
  await auth.signIn('microsoft', { redirectTo: safeReturnPath(returnTo) })
}

/** Mails a sign-in link. Answers alike for every address, known or not. */
export async function signInWithEmail(email: string, returnTo: string): Promise<void> {
  const back = safeReturnPath(returnTo)
  const address = z.email().max(254).safeParse(email.trim().toLowerCase())
  if (!address.success) redirect(`/signin?error=Address&returnTo=${encodeURIComponent(back)}`)
  try {
    await countVisit('sign-in mail', await headers())
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'too_often')) throw error
    redirect(`/signin?error=TooOften&returnTo=${encodeURIComponent(back)}`)
  }
  try {
    await auth.signIn('email', { email: address.data, redirectTo: back })
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    redirect(`/signin?error=${error.type}&returnTo=${encodeURIComponent(back)}`)
  }
}

/** Ends the session in this browser. */
export async function signOut(): Promise<void> {
  await auth.signOut({ redirectTo: '/signin' })
}
