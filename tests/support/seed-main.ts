import { seedDemo } from './demo-seed'

// Runs before the app's first start, with the app's environment; nobody else has the database open.
await seedDemo()
process.exit(0)
