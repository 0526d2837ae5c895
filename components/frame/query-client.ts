import { notifyManager, QueryClient } from '@tanstack/react-query'

// Who hears of data hears of it in the turn in which it came. A turn later, React has set a radio or check box that was
// pressed back to what the page still said, and a busy browser shows that.
notifyManager.setScheduler((tell) => queueMicrotask(tell))

/** What the browser keeps of the server's answers. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // Live hints, focus and the minute are the frame's: see LiveProvider.
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: 1,
      },
    },
  })
