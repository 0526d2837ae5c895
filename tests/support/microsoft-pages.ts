// A person at Microsoft's pages: reads the forms that the emulator serves and presses their buttons, with cookies.

interface Form {
  action: string
  fields: Record<string, string>
  buttons: { name: string; value: string; text: string }[]
}

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined
    ? null
    : found
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')
}

function readForms(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', body = '']) => ({
    action: attribute(head, 'action') ?? '',
    fields: Object.fromEntries(
      [...body.matchAll(/<input\b([^>]*)>/g)]
        .map(([, tag = '']) => tag)
        .filter((tag) => attribute(tag, 'type') === 'hidden')
        .map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '']),
    ),
    buttons: [...body.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(([, tag = '', text = '']) => ({
      name: attribute(tag, 'name') ?? '',
      value: attribute(tag, 'value') ?? '',
      text: text.trim(),
    })),
  }))
}

/** One browser profile. `walk` presses the buttons with these texts in turn and ends at the first address elsewhere. */
export class MicrosoftPages {
  private readonly cookies = new Map<string, string>()

  /**
   * Opens `url`, presses each button (by its text, or the beginning of it) and follows redirects on the sign-in's own
   * origin. Answers with the address that Microsoft sends the browser to, or the page's text if it stays.
   */
  async walk(url: string, ...presses: string[]): Promise<{ landed: URL } | { landed: null; page: string }> {
    const origin = new URL(url).origin
    let answer = await this.send(url, null)
    const queue = [...presses]
    for (;;) {
      const location = answer.headers.get('location')
      if (location) {
        const next = new URL(location, origin)
        if (next.origin !== origin) return { landed: next }
        answer = await this.send(next.href, null)
        continue
      }
      const html = await answer.text()
      const wanted = queue.shift()
      if (wanted === undefined) return { landed: null, page: html }
      const form = readForms(html).find(({ buttons }) => buttons.some(({ text }) => text.startsWith(wanted)))
      const button = form?.buttons.find(({ text }) => text.startsWith(wanted))
      // Consent is asked once: a page that is skipped needs no press.
      if (!form || !button) throw new Error(`no button "${wanted}" on: ${html.replace(/<[^>]+>/g, ' ').slice(-600)}`)
      const body = new URLSearchParams({ ...form.fields, ...(button.name ? { [button.name]: button.value } : {}) })
      answer = await this.send(new URL(form.action, origin).href, body)
    }
  }

  private async send(url: string, body: URLSearchParams | null): Promise<Response> {
    const answer = await fetch(url, {
      method: body ? 'POST' : 'GET',
      body,
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
}
