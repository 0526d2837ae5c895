// Registered apps, and the addresses that the engine asks to register.

import type { Core } from './core'
import type { App } from './model'
import { Refused, readRegistration } from './registration'
import type { Schedule } from './schedule'

const UNTIL_FOUND_MS = 500
const ONCE_FOUND_MS = 5000

export class Apps {
  readonly #timers = new Set<NodeJS.Timeout>()
  #stopped = false
  /** Latest complaint by app, so that a repeated one is not logged every few seconds. */
  readonly #complaints = new Map<string, string>()

  constructor(
    readonly core: Core,
    readonly schedule: Schedule,
  ) {}

  /** Takes a registration. Answers whether it changed anything. Throws Refused. */
  register(input: unknown): boolean {
    let app: App
    try {
      app = readRegistration(input)
    } catch (error) {
      if (error instanceof Refused) this.#complain('registration', `REFUSED a registration. ${error.message}`)
      throw error
    }
    this.#complaints.clear()
    const { state } = this.core
    this.core.gate.open(new URL(app.url))
    if (JSON.stringify(state.apps.get(app.name)) === JSON.stringify(app)) return false
    this.core.record(['app', app])
    this.core.triggers.rebuild(state.functions.values())
    this.schedule.rebuild(state.functions.values())
    this.core.options.log(`Registered "${app.name}" at ${app.url}: ${app.functions.length} functions.`)
    return true
  }

  /** Asks the app at `url` to register now, and again whenever it may have changed or come back. */
  follow(url: URL): void {
    const ask = async () => {
      const answer = await this.core.client.put(url)
      if (this.#stopped) return
      const found = answer.kind === 'answered'
      if (found && answer.status >= 400) this.#complain(url.href, `${url.href} did not register: ${answer.body}`)
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer)
          void ask()
        },
        found ? ONCE_FOUND_MS : UNTIL_FOUND_MS,
      )
      this.#timers.add(timer)
    }
    void ask()
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #complain(about: string, text: string): void {
    if (this.#complaints.get(about) === text) return
    this.#complaints.set(about, text)
    this.core.options.log(text)
  }
}
