/** Cookie that binds a trip from /consent to the browser that began it. */
export const CONSENT_COOKIE = 'tandem.consent'
