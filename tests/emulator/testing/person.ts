// A person at a browser, for tests: walks the sign-in pages by their buttons, as a human would.

import { createHash, randomBytes } from 'node:crypto'
import { CLIENT_ID, CLIENT_SECRET } from '../defaults'

export const REDIRECT = 'http://localhost:3000/callback'

const plain = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

interface Button {
  text: string
  action: string
  fields: [string, string][]
}

/** Where the browser stands: on a page of Entra ID, or about to leave for the redirect URI. */
export interface Stop {
  status: number
  html: string
  /** Address of the redirect, with the answer in its query. */
  left: URL | null
}

function buttonsOf(html: string): Button[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].flatMap(
    ([, action = '', inner = '']) => {
      const hidden = [...inner.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']): [string, string] => [name, plain(value)],
      )
      return [...inner.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].map(([, attributes = '', text = '']) => {
        const own = /name="([^"]*)" value="([^"]*)"/.exec(attributes)
        const fields: [string, string][] = own?.[1] && own[2] ? [...hidden, [own[1], plain(own[2])]] : hidden
        return { text: plain(text.trim()), action: plain(action), fields }
      })
    },
  )
}

export class Person {
  private cookies = new Map<string, string>()

  constructor(private readonly base: string) {}

  async open(url: string | URL, init: RequestInit = {}): Promise<Stop> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(url, this.base), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      this.cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return {
      status: response.status,
      html: await response.text(),
      left: location ? new URL(location, this.base) : null,
    }
  }

  /** Presses the button with this text. `ticks`: names of boxes that are ticked. */
  press(stop: Stop, text: string, ticks: string[] = []): Promise<Stop> {
    const button = buttonsOf(stop.html).find((b) => b.text === text)
    if (!button) throw new Error(`no button "${text}", only ${buttons(stop).join(', ')}\n${stop.html}`)
    const fields = [...button.fields, ...ticks.map((tick): [string, string] => [tick, '1'])]
    return this.open(button.action, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  }
}

/** Texts of all buttons on the page. */
export const buttons = (stop: Stop): string[] => buttonsOf(stop.html).map((button) => button.text)

export interface Tokens {
  token_type: string
  scope: string
  expires_in: number
  access_token: string
  refresh_token?: string
  id_token?: string
}

export interface AuthorizeOptions {
  scope: string
  tenant?: string
  [parameter: string]: string | undefined
}

/** Address of the authorize endpoint with PKCE, and the verifier that belongs to it. */
export function authorizeUrl(base: string, { tenant = 'common', ...parameters }: AuthorizeOptions) {
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(`/${tenant}/oauth2/v2.0/authorize`, base)
  const all = {
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: REDIRECT,
    response_mode: 'query',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value)
  return { url, verifier }
}

/** POST to the token endpoint with the app's credentials. */
export async function postToken(base: string, fields: Record<string, string>, tenant = 'common'): Promise<Response> {
  return fetch(new URL(`/${tenant}/oauth2/v2.0/token`, base), {
    method: 'POST',
    body: new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ...fields }),
  })
}

/** Signs in and consents to everything asked for. */
export async function signIn(
  base: string,
  upn: string,
  scope: string,
  extra: Record<string, string> = {},
): Promise<Tokens> {
  const person = new Person(base)
  const { url, verifier } = authorizeUrl(base, { scope, ...extra })
  let stop = await person.press(await person.open(url), upn)
  if (!stop.left) stop = await person.press(stop, 'Accept')
  const code = stop.left?.searchParams.get('code')
  if (!code) throw new Error(`no code: ${stop.left?.href ?? stop.html}`)
  const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier }
  const response = await postToken(base, fields)
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as Tokens
}

export interface GraphAnswer {
  status: number
  headers: Headers
  body: Record<string, unknown> & { error?: { code: string; message: string } }
}

/** One Graph call; the body is parsed if it is JSON. */
export async function graph(base: string, token: string, path: string, init: RequestInit = {}): Promise<GraphAnswer> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers }
  const response = await fetch(`${base}/v1.0${path}`, { ...init, headers })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : {} }
}

/** One call of the control API; the answer's JSON, or its text. */
export async function control(base: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${base}/_control${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return response.headers.get('content-type')?.includes('application/json') ? JSON.parse(text) : text
}
