import { disconnect } from '@/lib/platform/db/connect'
import { seedSchedules } from './demo-schedule'
import { seedDemo } from './demo-seed'

// Runs before the app's first start, with the app's environment; nobody else has the database open. With `schedule`,
// for looking at, everybody has something to do.
await seedDemo()
if (process.argv.includes('schedule')) await seedSchedules()
await disconnect()
process.exit(0)
