// The Graph errors that ordered faults show.

import { GraphFault } from '../seam'
import type { Fault } from './faults'

/** Without `retryAfter` the header is missing, as OneNote does it. */
export function throttleFault(fault: Fault): GraphFault {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  return new GraphFault(
    fault.status ?? 429,
    'ApplicationThrottled',
    'Application is over its MailboxConcurrency limit.',
    headers,
  )
}

const STATUS_CODES: Record<number, string> = {
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  409: 'ErrorIrresolvableConflict',
  410: 'SyncStateNotFound',
  412: 'ErrorIrresolvableConflict',
  429: 'ApplicationThrottled',
  500: 'ErrorInternalServerError',
  502: 'BadGateway',
  503: 'serviceNotAvailable',
  504: 'UnknownError',
}

export function statusFault(fault: Fault): GraphFault {
  const status = fault.status ?? 500
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  if (status === 401) headers['www-authenticate'] = 'Bearer realm=""'
  return new GraphFault(status, STATUS_CODES[status] ?? 'UnknownError', 'A fault that a test asked for.', headers)
}
