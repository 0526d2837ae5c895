'use server'

import { withUser } from '@/lib/auth/with-user'
import { requireLiveConnection } from '@/lib/features/connection/queries'
import { type Answer, answer } from '@/lib/platform/answer'
import { setTrust } from './mutations'
import { trustInput } from './schema'

/** Remembers or forgets that a sender's pictures (an address, or `@domain`) are shown always. */
export async function trustPictures(pattern: string, trusts: boolean): Promise<Answer> {
  return answer(async () => {
    const input = trustInput.parse({ pattern, trusts })
    await withUser(async (db, scope) =>
      setTrust(db, await requireLiveConnection(db, scope, 'mail'), input.pattern, input.trusts),
    )
  })
}
