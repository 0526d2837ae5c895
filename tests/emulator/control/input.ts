import { z } from 'zod'

/** A wrong request to the control API; answered as `{error}`. */
export class ControlError extends Error {
  constructor(
    message: string,
    readonly status: 400 | 403 | 404 = 400,
  ) {
    super(message)
  }
}

/** @throws ControlError 400 that names the first thing wrong. */
export function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.join('.')
  throw new ControlError(where ? `${where}: ${issue?.message}` : (issue?.message ?? 'invalid body'))
}

export const resetBody = z.strictObject({ seed: z.number().int().min(0).optional() })

export const clockBody = z.union([
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ now: z.union([z.number(), z.iso.datetime({ offset: true })]) }),
])

export const tenantBody = z.strictObject({
  consentPolicy: z.enum(['open', 'managed']).optional(),
  attachmentLimit: z.number().int().min(1).optional(),
  assignmentRequired: z.boolean().optional(),
  assigned: z.array(z.string()).optional(),
  conditionalAccess: z.array(z.string()).optional(),
})

export const accountBody = z.strictObject({
  accountEnabled: z.boolean().optional(),
  hasMailbox: z.boolean().optional(),
  roles: z.array(z.literal('GlobalAdministrator')).optional(),
  claimsChallenge: z.boolean().optional(),
  mfaRequired: z.boolean().optional(),
  mailboxFull: z.boolean().optional(),
  sendQuotaExceeded: z.boolean().optional(),
})

const atMost = (max: number) => z.number().int().min(0).max(max).optional()

export const sendingBody = z.strictObject({
  sentCopyDelayMs: atMost(600_000),
  deliveryDelayMs: atMost(600_000),
  maxMessageBytes: atMost(150 * 1024 * 1024),
  maxRecipients: atMost(1000),
  onlineMeetingDelayMs: atMost(86_400_000),
  roomAnswerDelayMs: atMost(86_400_000),
})

export const appBody = z.strictObject({
  redirectUris: z.array(z.url()).optional(),
  multiTenant: z.boolean().optional(),
  permissions: z
    .strictObject({ delegated: z.array(z.string()), application: z.array(z.string()) })
    .partial()
    .optional(),
})
