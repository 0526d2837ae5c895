'use client'

/** The composer of this thread, if one is open. */
export function ThreadComposer(_props: { threadId: string }) {
  return null
}
