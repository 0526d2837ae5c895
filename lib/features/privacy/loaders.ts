import 'server-only'
import type { AskView, PrivacyView } from '@/components/privacy/view'
import { withUser } from '@/lib/auth/with-user'
import { getAsks, getVisibility, listAsks, listBlocked, listMemberDomains, listNamedDomains } from './queries'

/** Settings → Privacy. */
export async function loadPrivacy(): Promise<PrivacyView> {
  return withUser(async (db, scope) => {
    const isAdmin = scope.role === 'admin'
    const blocked = await listBlocked(db, scope)
    const named = await listNamedDomains(db, scope)
    const ofMembers = await listMemberDomains(db)
    return {
      visibility: await getVisibility(db, scope),
      blocked: blocked.map(({ id, pattern, userId }) => ({
        id,
        pattern,
        shared: userId === null,
        mayRemove: userId !== null || isAdmin,
      })),
      requests: (await listAsks(db, scope)).map((ask) => ({
        id: ask.id,
        requester: { id: ask.requesterId, name: ask.requester },
        subject: ask.subject,
        people: ask.people,
        askedAt: ask.askedAt.toISOString(),
        state: ask.state,
      })),
      isAdmin,
      internalDomains: [
        ...ofMembers.map((domain) => ({ domain, fromMembers: true })),
        ...named.filter((domain) => !ofMembers.includes(domain)).map((domain) => ({ domain, fromMembers: false })),
      ],
    }
  })
}

/** Who waits for an answer, for the frame. */
export const loadAsks = (): Promise<AskView> => withUser(getAsks)
