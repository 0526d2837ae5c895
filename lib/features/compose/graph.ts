import type { GraphRequest } from '@/lib/graph/client'

const segment = encodeURIComponent

/** Tandem's own property set on drafts: which row of ours a draft is, and which of its versions was written last. */
const SET = '{5a8d6f0c-3e1b-4b7e-9f3a-6c2d41e07b95}'
export const DRAFT_MARK = `String ${SET} Name tandem-draft`
export const VERSION_MARK = `String ${SET} Name tandem-version`

const HEAD = 'id,changeKey,isDraft,parentFolderId,conversationId,subject,importance,lastModifiedDateTime,sentDateTime'
const WHOLE = `${HEAD},toRecipients,ccRecipients,bccRecipients,body`

/** A draft with all that a person edits, whose it is, and the version of ours that it holds. */
export const wholeDraft = (id: string): GraphRequest => ({
  path: `/me/messages/${segment(id)}?$select=${WHOLE}&$expand=${segment(
    `singleValueExtendedProperties($filter=id eq '${DRAFT_MARK}' or id eq '${VERSION_MARK}')`,
  )}`,
})

/** Where a message is, and whether it is still a draft. */
export const whereabouts = (id: string): GraphRequest => ({
  path: `/me/messages/${segment(id)}?$select=id,isDraft,parentFolderId,sentDateTime`,
})

/** Messages that carry the mark of a draft of ours. */
export const byMark = (draftId: string): GraphRequest => ({
  path: `/me/messages?$select=${HEAD}&$top=10&$filter=${segment(
    `singleValueExtendedProperties/Any(ep: ep/id eq '${DRAFT_MARK}' and ep/value eq '${draftId}')`,
  )}`,
})

/** Newest drafts, to find one of a conversation that was made without its mark. */
export const newestDrafts: GraphRequest = {
  path: `/me/mailFolders/drafts/messages?$select=${HEAD},createdDateTime&$top=25&$orderby=lastModifiedDateTime desc&$expand=${segment(
    `singleValueExtendedProperties($filter=id eq '${DRAFT_MARK}')`,
  )}`,
}

export const createNew = (body: Record<string, unknown>): GraphRequest => ({
  method: 'POST',
  path: '/me/messages',
  body,
})

const CREATE = { reply: 'createReply', replyAll: 'createReplyAll', forward: 'createForward' } as const

/** An answer as Outlook drafts it: quoted mail, thread and attachments are Outlook's work. */
export const createAnswer = (
  kind: keyof typeof CREATE,
  sourceId: string,
  message: Record<string, unknown>,
): GraphRequest => ({
  method: 'POST',
  path: `/me/messages/${segment(sourceId)}/${CREATE[kind]}`,
  body: { message },
})

/** Writes a draft, if it is still as it was read. */
export const patchDraft = (id: string, key: string, body: Record<string, unknown>): GraphRequest => ({
  method: 'PATCH',
  path: `/me/messages/${segment(id)}`,
  headers: { 'If-Match': `W/"${key}"` },
  body,
})

export const sendOne = (id: string): GraphRequest => ({ method: 'POST', path: `/me/messages/${segment(id)}/send` })

export const deleteOne = (id: string): GraphRequest => ({ method: 'DELETE', path: `/me/messages/${segment(id)}` })

export const fileList = (id: string): GraphRequest => ({
  path: `/me/messages/${segment(id)}/attachments?$select=id,name,contentType,size,isInline,microsoft.graph.fileAttachment/contentId`,
})

export const addFile = (id: string, body: Record<string, unknown>): GraphRequest => ({
  method: 'POST',
  path: `/me/messages/${segment(id)}/attachments`,
  body: { '@odata.type': '#microsoft.graph.fileAttachment', ...body },
})

export const removeFile = (id: string, fileId: string): GraphRequest => ({
  method: 'DELETE',
  path: `/me/messages/${segment(id)}/attachments/${segment(fileId)}`,
})

export const fileBytes = (id: string, fileId: string): GraphRequest => ({
  path: `/me/messages/${segment(id)}/attachments/${segment(fileId)}/$value`,
  as: 'bytes',
})

export const uploadSession = (id: string, item: Record<string, unknown>): GraphRequest => ({
  method: 'POST',
  path: `/me/messages/${segment(id)}/attachments/createUploadSession`,
  body: { AttachmentItem: { attachmentType: 'file', ...item } },
})
