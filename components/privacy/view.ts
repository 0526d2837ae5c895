/** Settings → Privacy: what colleagues see of one's mail, what is never logged, and who asks (R20). */

export type Visibility = 'metadata' | 'subject' | 'everything'

export type AccessRequest = {
  id: string
  requester: { id: string; name: string }
  /** The conversation, as its owner sees it. */
  subject: string
  people: string[]
  askedAt: string
  state: 'asked' | 'granted' | 'declined'
}

export type BlockedAddress = {
  id: string
  pattern: string
  /** For the whole workspace. */
  shared: boolean
  mayRemove: boolean
}

export type PrivacyView = {
  visibility: Visibility
  blocked: BlockedAddress[]
  requests: AccessRequest[]
  isAdmin: boolean
  /** Colleagues' domains: mail among them is not logged. Those of members are always among them. */
  internalDomains: { domain: string; fromMembers: boolean }[]
}

/** GET /api/privacy/asks: what the frame says of colleagues who ask. Live topic: privacy. */
export type AskView = {
  count: number
  /** The one who asked last. */
  latest: { id: string; name: string; subject: string } | null
}

export type Refusal = { error: string }
export type SetVisibility = (visibility: Visibility) => Promise<Refusal | undefined>
/** `pattern` is an address or a domain. Answers how many mails leave timelines by it. */
export type BlockAddress = (pattern: string, shared: boolean) => Promise<{ id: string; hides: number } | Refusal>
export type UnblockAddress = (id: string) => Promise<Refusal | undefined>
export type AnswerAccess = (id: string, granted: boolean) => Promise<Refusal | undefined>
export type SetInternalDomains = (domains: string[]) => Promise<Refusal | undefined>

export type PrivacyActions = {
  setVisibility: SetVisibility
  blockAddress: BlockAddress
  unblockAddress: UnblockAddress
  answerAccess: AnswerAccess
  setInternalDomains: SetInternalDomains
}
