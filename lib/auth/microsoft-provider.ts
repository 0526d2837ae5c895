import 'server-only'
import type { OAuthConfig } from 'next-auth/providers'
import { z } from 'zod'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import { type EntraIdentity, endpoints, verifyIdToken } from './entra'

/** Field of the token answer that carries the verified identity from `conform` to `userinfo`. */
const VERIFIED = 'tandem_identity'

const withIdToken = z.object({ id_token: z.string() })

/**
 * Replaces the id token in Microsoft's token answer by what our own verification found in it. Auth.js checks no
 * signature, and its Entra provider asks for a second discovery and a photo. Throws when the token does not verify.
 */
async function conform(response: Response): Promise<Response | undefined> {
  if (!response.ok) return undefined
  const body: unknown = await response.json()
  const { id_token } = withIdToken.parse(body)
  // The code is bound to this browser by PKCE and state; Auth.js has no nonce for this kind of provider.
  const identity = await verifyIdToken(id_token, { nonce: null })
  const { id_token: _, ...rest } = body as Record<string, unknown>
  return Response.json({ ...rest, [VERIFIED]: JSON.stringify(identity) })
}

interface Profile {
  [claim: string]: string
  id: string
  name: string
  preferred_username: string
}

/** Signing in to the CRM with Microsoft: openid, profile and email only, never mail or calendar rights. */
export function microsoftProvider(): OAuthConfig<Profile> {
  return {
    id: 'microsoft',
    name: 'Microsoft',
    type: 'oauth',
    clientId: env().ENTRA_CLIENT_ID,
    clientSecret: env().ENTRA_CLIENT_SECRET,
    client: { token_endpoint_auth_method: 'client_secret_post' },
    checks: ['pkce', 'state'],
    authorization: {
      url: endpoints('common').authorize,
      params: { scope: 'openid profile email', prompt: 'select_account' },
    },
    token: { url: endpoints('common').token, conform },
    userinfo: {
      url: endpoints('common').token,
      request: ({ tokens }: { tokens: Record<string, unknown> }): Profile => {
        const carried = tokens[VERIFIED]
        if (typeof carried !== 'string') throw new AppError('invalid_input', 'no verified identity')
        const identity = JSON.parse(carried) as EntraIdentity
        return {
          id: `${identity.tenantId}.${identity.objectId}`,
          name: identity.displayName,
          preferred_username: identity.address,
        }
      },
    },
    // No `email`: an address claim is not proof of an address and links nothing.
    profile: (profile) => ({
      id: profile.id,
      name: profile.name,
      email: null,
      contactEmail: profile.preferred_username,
    }),
    account: () => ({}),
  }
}
