import { fileURLToPath } from 'node:url'

// Built in .data/bench-floor: the packages are the project's own, two folders up.
export default { poweredByHeader: false, turbopack: { root: fileURLToPath(new URL('../../', import.meta.url)) } }
