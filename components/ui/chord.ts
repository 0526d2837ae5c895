import { useSyncExternalStore } from 'react'

const never = () => () => {}
const isApple = () => /Mac|iP/.test(navigator.userAgent)
const unknown = () => false

/** Whether the keyboard has Apple's keys. The server cannot know: the page says Ctrl until it is awake. */
export const useApple = (): boolean => useSyncExternalStore(never, isApple, unknown)

/** A chord written for Apple's keys, "⌘⇧8", as this machine prints it: elsewhere "Ctrl ⇧8". */
export function useChord(): (keys: string) => string {
  const apple = useApple()
  return (keys) => (apple ? keys : keys.replace('⌘', 'Ctrl '))
}
