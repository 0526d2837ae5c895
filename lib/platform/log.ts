import { type Logger, pino } from 'pino'

const SECRET = [
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'secret',
  'password',
  'authorization',
  'cookie',
  'subject',
  'body',
  'bodyPreview',
  'preview',
  'from',
  'address',
]

/** Structured logs on stdout, one JSON object a line. Secrets and mail content are cut out wherever they stand. */
export const log: Logger = pino({
  level: process.env.LOG_LEVEL || 'info',
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: SECRET.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[cut]' },
  serializers: {
    // Messages of foreign errors may quote what they choked on; name, code and place are enough to find the cause.
    err: (error: unknown) => {
      if (!(error instanceof Error)) return { type: typeof error }
      const known = error as Error & { code?: unknown; reason?: unknown; requestId?: unknown; constraint?: unknown }
      const cause = error.cause as { code?: unknown; constraint?: unknown; name?: unknown } | undefined
      return {
        name: error.name,
        code: known.code,
        reason: known.reason,
        requestId: known.requestId,
        message: error.name === 'AppError' ? error.message : undefined,
        cause:
          cause && typeof cause === 'object'
            ? { name: cause.name, code: cause.code, constraint: cause.constraint }
            : undefined,
        stack: error.stack
          ?.split('\n')
          .filter((line) => line.trimStart().startsWith('at '))
          .slice(0, 8)
          .join('\n'),
      }
    },
  },
})
