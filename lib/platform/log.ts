import { type Logger, pino } from 'pino'

const SECRET = [
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'id_token',
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
      return {
        ...named(error),
        message: error.name === 'AppError' ? error.message : undefined,
        causes: causesOf(error).map(named),
        stack: stackOf(causesOf(error).at(-1) ?? error),
      }
    },
  },
})

/** The properties of foreign errors that never hold content. */
function named(error: Error): Record<string, unknown> {
  const { code, reason, requestId, constraint, column, routine } = error as Error & Record<string, unknown>
  return { name: error.name, code, reason, requestId, constraint, column, routine }
}

function causesOf(error: Error): Error[] {
  const causes: Error[] = []
  for (let next = error.cause; next instanceof Error && causes.length < 5; next = next.cause) causes.push(next)
  return causes
}

const stackOf = (error: Error): string | undefined =>
  error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n')
