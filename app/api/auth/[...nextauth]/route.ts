import type { NextRequest } from 'next/server'
import { handlers } from '@/lib/auth/auth'
import { countVisit } from '@/lib/auth/visits'
import { errorResponse } from '@/lib/platform/errors'

export const { GET } = handlers

/** Auth.js's own form for a sign-in mail counts like ours. */
export async function POST(request: NextRequest): Promise<Response> {
  try {
    if (request.nextUrl.pathname.endsWith('/signin/email')) await countVisit('sign-in mail', request.headers)
  } catch (error) {
    return errorResponse(error)
  }
  return handlers.POST(request)
}
