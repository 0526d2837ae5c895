// npm drops optional packages of other platforms from the lock file when a registry lacks them, and `npm ci` then stops
// with EUSAGE on other machines. A dry run tells.
import { spawnSync } from 'node:child_process'

const dry = spawnSync('npm', ['ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund'], { encoding: 'utf8' })
if (dry.status !== 0) {
  console.error(dry.stderr)
  console.error('package-lock.json does not fit package.json: run npm install and commit the lock file.')
  process.exit(1)
}
