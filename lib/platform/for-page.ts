import { notFound, redirect } from 'next/navigation'
import { AppError } from './errors'

/**
 * A page's load: who is signed out, or was switched off, goes to the sign-in; what one may not see is not there.
 * Everything else is thrown on, to the page's error screen.
 */
export async function forPage<T>(load: Promise<T>): Promise<T> {
  try {
    return await load
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated')
      // Who did sign in and is not let in is told why.
      redirect(error.reason ? `/signin?error=${error.reason}` : '/signin')
    if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'not_found')) notFound()
    throw error
  }
}
