// Runs at the edge: Web APIs only.

/**
 * The policy of every page. The mail reader's frame (srcdoc, sandboxed, without scripts) inherits it and narrows it
 * further in its own meta element, hence pictures from https here.
 */
export function contentSecurityPolicy(input: {
  nonce: string
  /** Origins that a form may lead to, Microsoft's sign-in after a form without JavaScript. */
  formTargets: string[]
  /** Where large attachments are sent to, straight from the browser. */
  uploadSources: string[]
  development: boolean
  https: boolean
}): string {
  return [
    `default-src 'self'`,
    // Next's chunks are loaded by its nonced scripts; hot reload needs eval.
    `script-src 'self' 'nonce-${input.nonce}' 'strict-dynamic'${input.development ? " 'unsafe-eval'" : ''}`,
    // Positions of pop-overs and rows are style attributes.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob: https:`,
    `font-src 'self'`,
    `connect-src 'self' ${input.uploadSources.join(' ')}${input.development ? ' ws:' : ''}`,
    // A PDF that came with a mail is shown from a copy in memory.
    `frame-src 'self' blob:`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self' ${input.formTargets.join(' ')}`,
    `frame-ancestors 'none'`,
    ...(input.https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
