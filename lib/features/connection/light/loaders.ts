import 'server-only'
import type { ConnectionView } from '@/components/mail/view'
import { withUser } from '@/lib/auth/with-user'
import { getLight } from './queries'

/** The signed-in person's connection light. */
export const loadLight = (): Promise<ConnectionView> => withUser(getLight)
