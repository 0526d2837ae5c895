import 'server-only'
import { cache } from 'react'
import { withUser } from '@/lib/auth/with-user'
import { getMailHome } from './queries'

/** Read once a request: frame and page are painted from the same answer. */
export const loadMailHome = cache(() => withUser(getMailHome))
