import 'server-only'
import type { ConfirmView, OutcomeView } from '@/components/connection/view'
import { withUser } from '@/lib/auth/with-user'
import { tenantLabel } from '../map'
import { getConnection, getConnectPolicy } from '../queries'
import { activeFeatures, leftOut } from '../rules'
import { takeHeldGrant } from './mutations'
import { getAttempt } from './queries'
import { outcomeCode, outcomeView } from './rules'

/** "You are about to link …". Null: nothing waits under this id (decided, too late, another person's). */
export async function loadConfirm(attemptId: string): Promise<ConfirmView | null> {
  return withUser(async (db, scope) => {
    const held = await takeHeldGrant(db, scope, attemptId)
    if (!held) return null
    const { identity, tokens, attempt } = held
    const choice = { features: attempt.features, grantedScopes: tokens.scopes, accountKind: identity.accountKind }
    return {
      attemptId,
      address: identity.address,
      displayName: identity.displayName,
      tenant: tenantLabel(null, identity.address),
      tenantId: identity.tenantId,
      accountKind: identity.accountKind,
      workspace: (await getConnectPolicy(db, scope)).workspace,
      features: activeFeatures(choice).map(({ name }) => name),
      leftOut: leftOut(choice),
    }
  })
}

/** How a trip ended: by its attempt, or by a bare code when there is none. */
export async function loadOutcome(query: { attempt?: unknown; code?: unknown }): Promise<OutcomeView> {
  return withUser(async (db, scope) => {
    const attempt = typeof query.attempt === 'string' ? await getAttempt(db, scope, query.attempt) : null
    const connection = await getConnection(db, scope)
    const ended = attempt && attempt.stage !== 'sent' && attempt.stage !== 'confirm' ? attempt : null
    const code = outcomeCode(ended ? ended.outcome : query.attempt ? 'stale' : query.code)
    // A good result is told of an attempt only, so that no link can claim one.
    const safe = !ended && ['linked', 'added', 'reconnected'].includes(code) ? 'stale' : code
    return outcomeView({
      code: safe,
      attemptId: ended?.id ?? null,
      detail: ended?.detail ?? (connection ? { address: connection.address } : {}),
      features: connection ? activeFeatures(connection).map(({ name }) => name) : [],
      returnTo: ended?.returnTo ?? '/settings/integrations',
    })
  })
}
