import type { Bearer } from '../entra/access-token'
import { GraphFault } from '../seam'
import type { Directory } from './directory'

/**
 * Asks for authentication context c1 where the switch `claimsChallenge` is set. Microsoft Entra: claims challenges.
 * @throws GraphFault 401 with the claims for clients that declared cp1, 403 for the others.
 */
export function challenge(directory: Directory, bearer: Bearer): void {
  const { userId } = bearer.caller
  if (!userId || !directory.account(userId).claimsChallenge) return
  if (bearer.claims.acrs?.includes('c1')) return
  const message =
    'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: LocationConditionEvaluationSatisfied.'
  if (!bearer.claims.xms_cc?.includes('cp1')) throw new GraphFault(403, 'insufficient_claims', message)
  const claims = { access_token: { acrs: { essential: true, value: 'c1' } } }
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64')
  throw new GraphFault(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
  })
}
