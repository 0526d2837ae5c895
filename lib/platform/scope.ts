declare const minted: unique symbol

/** Who asks, within one workspace. Minted only by lib/auth, a verified webhook's connection or a job's connection. */
export interface UserScope {
  readonly [minted]: string
  readonly workspaceId: string
  readonly userId: string
  readonly role: Role
}

/** One workspace, no particular person: jobs and housekeeping inside a workspace. */
export interface WorkspaceScope {
  readonly [minted]: string
  readonly workspaceId: string
}

/** One Microsoft 365 connection: what a sync job may touch. */
export interface ConnectionScope {
  readonly [minted]: string
  readonly workspaceId: string
  readonly userId: string
  readonly connectionId: string
  /** Rises at every disconnect or re-link; work that began under an older epoch has no effect. */
  readonly epoch: number
}

export type Role = 'admin' | 'member'
