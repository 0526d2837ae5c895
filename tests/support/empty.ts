// Stands in for "server-only" in Vitest, where there is no client bundle to keep code out of.
export {}
