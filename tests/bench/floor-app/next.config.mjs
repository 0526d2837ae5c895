import { fileURLToPath } from 'node:url'

// Built in a folder with packages of its own: nothing above it counts.
export default { poweredByHeader: false, turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) } }
