// What a form of the sign-in pages carries from one step to the next, under a seal.

import type { EntraState } from './state'

export type Flow = 'authorize' | 'admin-v1' | 'admin-v2'

export interface FlowContext {
  kind: Flow
  tenant: string
  /** The query string that the flow began with. */
  query: string
}

/** The same, with the account that the person picked. */
export interface Stage extends FlowContext {
  userId: string
}

export function sealContext(entra: EntraState, context: FlowContext): string {
  return entra.keys.seal('c', context)
}

export function openContext(entra: EntraState, sealed: string): FlowContext | null {
  return entra.keys.unseal('c', sealed) as FlowContext | null
}

export function sealStage(entra: EntraState, stage: Stage): string {
  return entra.keys.seal('s', stage)
}

export function openStage(entra: EntraState, sealed: string): Stage | null {
  return entra.keys.unseal('s', sealed) as Stage | null
}
