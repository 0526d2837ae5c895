// The one list of what the emulated Microsoft 365 consists of.

import { createDirectoryWorkload } from './directory/users'
import type { Core, Subscriptions, Workload } from './seam'

export interface Workloads {
  workloads: Workload[]
  subscriptions: Subscriptions | null
}

export function createWorkloads(core: Core): Workloads {
  return { workloads: [createDirectoryWorkload(core)], subscriptions: null }
}
