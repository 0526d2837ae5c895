/** Holds the browser's IANA zone, so that the server's first paint says the same times. */
export const zoneCookie = 'tandem-zone'
