// How the emulated Exchange sends: lags and limits that tests may change. Microsoft Graph: sendMail, Exchange limits.

/** Settings of GET and POST /_control/sending. */
export interface SendingSettings {
  /** Real milliseconds until the copy of a sent message is in Sent Items. */
  sentCopyDelayMs: number
  /** Real milliseconds until recipients in emulated tenants have the message. */
  deliveryDelayMs: number
  /** Largest message that is taken, in bytes of body and attachments. */
  maxMessageBytes: number
  /** Most recipients of one message. */
  maxRecipients: number
  /** Milliseconds of Microsoft's clock until the link of an event's online meeting is there. */
  onlineMeetingDelayMs: number
  /** Milliseconds of Microsoft's clock until a room has answered an invitation. */
  roomAnswerDelayMs: number
}

export const defaultSending = (): SendingSettings => ({
  sentCopyDelayMs: 150,
  deliveryDelayMs: 0,
  maxMessageBytes: 35 * 1024 * 1024,
  maxRecipients: 500,
  onlineMeetingDelayMs: 1000,
  roomAnswerDelayMs: 1000,
})
