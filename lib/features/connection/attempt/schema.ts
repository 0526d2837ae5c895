import { z } from 'zod'

/** What an attempt keeps while the person is at Microsoft. */
export const tripSecrets = z.object({ verifier: z.string(), nonce: z.string() })

/** What an attempt keeps until the person says that it is the right account. */
export const heldGrant = z.object({
  tokens: z.object({
    accessToken: z.string(),
    expiresAt: z.coerce.date(),
    refreshToken: z.string(),
    scopes: z.array(z.string()),
    idToken: z.null(),
  }),
  identity: z.object({
    tenantId: z.string(),
    objectId: z.string(),
    address: z.string(),
    displayName: z.string(),
    accountKind: z.enum(['work', 'personal']),
  }),
})
export type HeldGrant = z.infer<typeof heldGrant>

/** Feature ids from a form: short words, few of them. */
export const featureIds = z.array(z.string().regex(/^[a-z][a-z-]{0,31}$/)).max(32)
