import { eq } from 'drizzle-orm'
import { connections } from '@/drizzle/schema/connection'
import { acceptCallback } from '@/lib/features/connection/callback/mutations'
import { beginConnect, linkAccount } from '@/lib/features/connection/link/mutations'
import { inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { MicrosoftPages } from './microsoft-pages'
import { APP_URL } from './tandem-world'

/** The attempt that a page of a trip is about. */
export const attemptOf = (page: string): string => new URL(page, APP_URL).searchParams.get('attempt') ?? ''

/** Goes to Microsoft at `url`, presses the buttons, and comes back: the page that Tandem then shows. */
export async function travel(scope: UserScope, url: string, ...presses: string[]): Promise<string> {
  const answer = await new MicrosoftPages().walk(url, ...presses)
  if (!answer.landed) throw new Error(`stayed at Microsoft: ${answer.page.replace(/<[^>]+>/g, ' ').slice(-400)}`)
  return acceptCallback(scope, answer.landed.searchParams)
}

/** Links a Microsoft account from the picker to the confirmation. Answers with the connection's id. */
export async function linkMicrosoft(scope: UserScope, upn: string, features: string[] = ['mail']): Promise<string> {
  const url = await beginConnect(scope, { purpose: 'connect', features, returnTo: '/inbox' })
  await linkAccount(scope, attemptOf(await travel(scope, url, upn, 'Accept')))
  const [row] = await inSystem((db) => db.select().from(connections).where(eq(connections.userId, scope.userId)))
  if (!row) throw new Error(`${upn} was not linked`)
  return row.id
}
