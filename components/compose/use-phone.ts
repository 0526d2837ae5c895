import { useSyncExternalStore } from 'react'

const narrow = '(max-width: 760px)'

/** True on a phone: the composer then covers everything. */
export const usePhone = () =>
  useSyncExternalStore(
    (listener) => {
      const media = matchMedia(narrow)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(narrow).matches,
    () => false,
  )
