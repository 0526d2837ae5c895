import { closing, runSuites } from './suites'

process.exit(closing(await runSuites()))
