import { env } from './env'
import { AppError } from './errors'

/** A write that no other site may ask a browser for. Throws forbidden when the request does not come from a page of Tandem. */
export function requireOwnPage(request: Request): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  if (origin !== env().APP_URL || (site !== null && site !== 'same-origin'))
    throw new AppError('forbidden', 'asked for from another origin')
}
