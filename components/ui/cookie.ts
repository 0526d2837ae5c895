/** Remembers a small choice for a year, where the server can read it before the first paint. Nothing secret. */
export function rememberInCookie(name: string, value: string): void {
  const line = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`
  // Not the Cookie Store API: it does not exist on plain http, nor in Safari before 18.4.
  Object.assign(document, { cookie: line })
}
