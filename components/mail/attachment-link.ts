/** Addresses of attachments. `show` answers what is safe to show inline; everything else is a download. */
export function attachmentHref(messageId: string, attachmentId: string, show = false): string {
  const path = `/api/mail/messages/${encodeURIComponent(messageId)}/attachments/${encodeURIComponent(attachmentId)}`
  return show ? `${path}?show=1` : path
}

/** "84 kB", "1.2 MB": decimal, as Outlook counts. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'] as const
  let value = bytes
  let at = 0
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1000
    at += 1
  }
  return `${at === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} ${units[at]}`
}
