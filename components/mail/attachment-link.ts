/** Addresses of attachments. `show` answers what is safe to show inline; everything else is a download. */
export function attachmentHref(messageId: string, attachmentId: string, show = false): string {
  const path = `/api/mail/messages/${encodeURIComponent(messageId)}/attachments/${encodeURIComponent(attachmentId)}`
  return show ? `${path}?show=1` : path
}
