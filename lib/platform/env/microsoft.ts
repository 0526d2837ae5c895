// Runs at the edge too: constants only.

/** Microsoft's sign-in for the worldwide cloud; ENTRA_BASE_URL names another. */
export const ENTRA_DEFAULT = 'https://login.microsoftonline.com'

/** Hosts (and what is below them) on which Outlook takes uploads, worldwide cloud; UPLOAD_HOSTS names others. */
const UPLOAD_HOSTS_DEFAULT = 'outlook.office.com,outlook.office365.com,attachments.office.net,outlook.live.com'

/** A host with a port, on this machine: the only place where plain http is allowed. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/

/** The hosts of a setting; null when one of them is none. */
export function readUploadHosts(setting: string | undefined): string[] | null {
  const hosts = (setting?.trim() || UPLOAD_HOSTS_DEFAULT).split(',').map((host) => host.trim().toLowerCase())
  return hosts.every((host) => LOOPBACK.test(host) || HOST.test(host)) ? hosts : null
}

/** Whether a browser may send files to this address: https on one of the hosts or below it, http on loopback. */
export function isUploadUrl(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, host, username } = new URL(url)
  if (username !== '') return false
  return hosts.some((each) =>
    LOOPBACK.test(each)
      ? each === host && (protocol === 'http:' || protocol === 'https:')
      : protocol === 'https:' && host === hostname && (hostname === each || hostname.endsWith(`.${each}`)),
  )
}

/** The hosts as sources of a content security policy. */
export const uploadSources = (hosts: readonly string[]): string[] =>
  hosts.flatMap((host) =>
    LOOPBACK.test(host) ? [`http://${host}`, `https://${host}`] : [`https://${host}`, `https://*.${host}`],
  )
