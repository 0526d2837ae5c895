import { postDirectly } from '@/components/frame/post-directly'
import type { SendDraft } from './view'

/** Sends by a request of its own, at once: it waits for no save that is under way, and goes on when the tab is closed. */
export const sendDirectly: SendDraft = (input) => postDirectly('/api/compose/send', input)
