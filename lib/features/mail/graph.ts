import type { GraphRequest } from '@/lib/graph/client'
import { INVITATION_FIELDS } from './invitation/map'

/** Properties of a list row; bodies are read one at a time, when a person opens a message. */
const ROW = [
  'parentFolderId',
  'subject',
  'bodyPreview',
  'from',
  'sender',
  'toRecipients',
  'ccRecipients',
  'receivedDateTime',
  'sentDateTime',
  'isRead',
  'isDraft',
  'hasAttachments',
  'importance',
  'flag',
  'conversationId',
  'internetMessageId',
  'webLink',
].join(',')

const segment = encodeURIComponent

/** Message subscriptions name no folder (Microsoft Graph: message delta is per folder, signals are per mailbox). */
export const MESSAGES_RESOURCE = '/me/messages'

/** First request of a folder's delta round, newest first. */
export const messageDelta = (folderId: string): string =>
  `/me/mailFolders/${segment(folderId)}/messages/delta?$select=${ROW}&$orderby=receivedDateTime desc`

/** First request of the folder list's delta round: all folders, nested ones too. */
export const folderDelta = '/me/mailFolders/delta?$select=id,displayName,parentFolderId,totalItemCount,isHidden'

export const newestMessages = (folder: string, top: number): GraphRequest => ({
  path: `/me/mailFolders/${segment(folder)}/messages?$select=${ROW}&$orderby=receivedDateTime desc&$top=${top}`,
})

export const oneMessage = (id: string): GraphRequest => ({ path: `/me/messages/${segment(id)}?$select=${ROW}` })

/** Microsoft Graph: $search takes a query in quotation marks, newest first; neither filter nor order go with it. */
export const searchMailbox = (kql: string, folder: string | null, top: number): GraphRequest => {
  const quoted = segment(`"${kql.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
  const place = folder === null ? '/me' : `/me/mailFolders/${segment(folder)}`
  return { path: `${place}/messages?$search=${quoted}&$select=${ROW}&$top=${top}` }
}

/** @param isInvitation asks for what a meeting mail says of its meeting, too */
export const messageBody = (id: string, isInvitation: boolean): GraphRequest => ({
  path: `/me/messages/${segment(id)}?$select=${isInvitation ? `${INVITATION_FIELDS},` : ''}body,bccRecipients,replyTo,${ROW}`,
})

export const attachmentList = (id: string): GraphRequest => ({
  path: `/me/messages/${segment(id)}/attachments?$select=id,name,contentType,size,isInline,microsoft.graph.fileAttachment/contentId`,
})

export const attachmentBytes = (id: string, attachmentId: string): GraphRequest => ({
  path: `/me/messages/${segment(id)}/attachments/${segment(attachmentId)}/$value`,
})

/** The message as it travelled: MIME. */
export const messageSource = (id: string): GraphRequest => ({ path: `/me/messages/${segment(id)}/$value` })

export const patchMessage = (id: string, body: Record<string, unknown>): GraphRequest => ({
  method: 'PATCH',
  path: `/me/messages/${segment(id)}`,
  body,
})

export const moveMessage = (id: string, destinationId: string): GraphRequest => ({
  method: 'POST',
  path: `/me/messages/${segment(id)}/move`,
  body: { destinationId },
})

/** Deletes for good, past Deleted Items. */
export const eraseMessage = (id: string): GraphRequest => ({
  method: 'POST',
  path: `/me/messages/${segment(id)}/permanentDelete`,
})

/** Folders with a meaning of their own. Display names are in the mailbox's language: never match by them. */
export const WELL_KNOWN = ['inbox', 'sentitems', 'drafts', 'archive', 'deleteditems', 'junkemail', 'outbox'] as const

export const wellKnownFolder = (name: string): GraphRequest => ({
  path: `/me/mailFolders/${name}?$select=id,displayName`,
})
