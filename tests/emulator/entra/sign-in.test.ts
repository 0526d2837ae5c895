import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLIENT_ID, CONTOSO_TENANT_ID } from '../defaults'
import { type RunningEmulator, startEmulator } from '../server'
import {
  authorizeUrl,
  buttons,
  control,
  graph,
  Person,
  postToken,
  REDIRECT,
  signIn,
  type Tokens,
} from '../testing/person'

const SCOPE = 'openid profile email offline_access User.Read Mail.Read'
let running: RunningEmulator
let base: string

beforeAll(async () => {
  running = await startEmulator()
  base = running.url
})
afterAll(() => running.close())
beforeEach(() => control(base, 'POST', '/reset'))

/** Opens the authorize page, picks the account, and goes wherever that leads. */
async function pick(upn: string, parameters: Record<string, string> = {}) {
  const person = new Person(base)
  const { url, verifier } = authorizeUrl(base, { scope: SCOPE, ...parameters })
  return { person, verifier, stop: await person.press(await person.open(url), upn) }
}

const errorOf = (stop: { left: URL | null }) => ({
  error: stop.left?.searchParams.get('error'),
  code: /^AADSTS(\d+):/.exec(stop.left?.searchParams.get('error_description') ?? '')?.[1],
  state: stop.left?.searchParams.get('state'),
})

async function refresh(tokens: Tokens, fields: Record<string, string> = {}) {
  return postToken(base, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '', ...fields })
}

async function tokenError(response: Response) {
  const body = (await response.json()) as { error: string; error_codes: number[]; suberror?: string }
  return { status: response.status, error: body.error, code: body.error_codes[0], suberror: body.suberror }
}

describe('authorization code flow', () => {
  test('pages lead from account and consent to a code, and the code with its verifier to tokens', async () => {
    const { person, verifier, stop } = await pick('alex@contoso.test', { nonce: 'n-1' })
    expect(buttons(stop)).toEqual(['Cancel', 'Accept'])
    expect(stop.html).toContain('Mail.Read')
    const done = await person.press(stop, 'Accept')
    expect(done.left?.origin + (done.left?.pathname ?? '')).toBe(REDIRECT)
    expect(done.left?.searchParams.get('state')).toBe('state-1')
    const code = done.left?.searchParams.get('code') ?? ''
    const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier }
    const response = await postToken(base, fields)
    const tokens = (await response.json()) as Tokens
    expect(tokens.token_type).toBe('Bearer')
    expect(tokens.expires_in).toBeGreaterThanOrEqual(3600)
    expect(tokens.expires_in).toBeLessThanOrEqual(5400)
    expect(tokens.scope.split(' ')).toContain('https://graph.microsoft.com/Mail.Read')
    expect(tokens.scope).not.toContain('offline_access')

    const keys = createRemoteJWKSet(new URL(`${base}/common/discovery/v2.0/keys`))
    const issuer = `${base}/${CONTOSO_TENANT_ID}/v2.0`
    const { payload } = await jwtVerify(tokens.id_token ?? '', keys, { issuer, audience: CLIENT_ID })
    expect(payload).toMatchObject({ nonce: 'n-1', tid: CONTOSO_TENANT_ID, preferred_username: 'alex@contoso.test' })
    expect(decodeJwt(tokens.access_token)).toMatchObject({ iss: `https://sts.windows.net/${CONTOSO_TENANT_ID}/` })

    const me = await graph(base, tokens.access_token, '/me')
    expect(me.body).toMatchObject({ userPrincipalName: 'alex@contoso.test', displayName: 'Alex Wilber' })
    expect(await tokenError(await postToken(base, fields))).toMatchObject({ error: 'invalid_grant', code: 54005 })
  })

  test('the picker has one button for each user that the tenant address admits', async () => {
    const seen = async (tenant: string) =>
      buttons(await new Person(base).open(authorizeUrl(base, { scope: SCOPE, tenant }).url))
    expect(await seen('common')).toHaveLength(6)
    expect(await seen('consumers')).toEqual(['pat@outlook.test'])
    expect(await seen('fabrikam.test')).toEqual(['lee@fabrikam.test'])
    expect(await seen('organizations')).not.toContain('pat@outlook.test')
  })

  test('discovery under common names the issuer with the literal placeholder', async () => {
    const read = async (tenant: string) =>
      (await fetch(`${base}/${tenant}/v2.0/.well-known/openid-configuration`)).json()
    expect(await read('common')).toMatchObject({ issuer: `${base}/{tenantid}/v2.0` })
    expect(await read('contoso.test')).toMatchObject({ issuer: `${base}/${CONTOSO_TENANT_ID}/v2.0` })
  })

  test('form_post answers with a form that carries the code', async () => {
    await signIn(base, 'alex@contoso.test', SCOPE)
    const { stop } = await pick('alex@contoso.test', { response_mode: 'form_post' })
    expect(stop.html).toContain(`action="${REDIRECT}"`)
    expect(stop.html).toMatch(/name="code" value="1\./)
  })

  test('a wrong verifier, a late code and a wrong redirect address are refused', async () => {
    await signIn(base, 'alex@contoso.test', SCOPE)
    const redeem = async (change: Record<string, string>, wait = 0) => {
      const { stop, verifier } = await pick('alex@contoso.test')
      if (wait > 0) await control(base, 'POST', '/clock', { advanceSeconds: wait })
      const code = stop.left?.searchParams.get('code') ?? ''
      const fields = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        code_verifier: verifier,
        ...change,
      }
      return tokenError(await postToken(base, fields))
    }
    expect(await redeem({ code_verifier: 'x'.repeat(43) })).toMatchObject({ error: 'invalid_grant', code: 501481 })
    expect(await redeem({ redirect_uri: 'http://localhost:3000/other' })).toMatchObject({ code: 50011 })
    expect(await redeem({}, 601)).toMatchObject({ error: 'invalid_grant', code: 70008 })
  })

  test('personal accounts get opaque access tokens and short scope names', async () => {
    const tokens = await signIn(base, 'pat@outlook.test', SCOPE)
    expect(tokens.access_token.split('.')).toHaveLength(1)
    expect(tokens.scope.split(' ')).toContain('Mail.Read')
    expect((await graph(base, tokens.access_token, '/me')).status).toBe(200)
  })

  test('prompt=none works after a sign-in and says what is missing before', async () => {
    const person = new Person(base)
    const { url } = authorizeUrl(base, { scope: SCOPE, prompt: 'none' })
    expect(errorOf(await person.open(url))).toMatchObject({ error: 'login_required', state: 'state-1' })
    await person.press(await person.open(authorizeUrl(base, { scope: SCOPE }).url), 'alex@contoso.test')
    expect(errorOf(await person.open(url)).error).toBe('consent_required')
    running.emulator.entra.consents.grant(
      {
        tenantId: CONTOSO_TENANT_ID,
        userId: running.emulator.directory.userByUpn('alex@contoso.test')?.id ?? '',
        clientId: CLIENT_ID,
      },
      SCOPE.split(' '),
    )
    expect((await person.open(url)).left?.searchParams.get('code')).toBeTruthy()
  })
})

describe('errors of the authorize endpoint', () => {
  test('an unknown app, redirect address or tenant never redirects', async () => {
    for (const [parameters, code] of [
      [{ client_id: 'c0ffee00-0000-4000-8000-000000000000' }, 700016],
      [{ redirect_uri: 'https://evil.example/callback' }, 50011],
      [{ tenant: 'nowhere.test' }, 90002],
      [{ client_id: undefined }, 900144],
    ] as const) {
      const { url } = authorizeUrl(base, { scope: SCOPE, ...parameters })
      if ('client_id' in parameters && parameters.client_id === undefined) url.searchParams.delete('client_id')
      const stop = await new Person(base).open(url)
      expect(stop.left).toBeNull()
      expect(stop.status).toBe(400)
      expect(stop.html).toContain(`AADSTS${code}`)
    }
  })

  test('wrong parameters come back to the redirect address with the state', async () => {
    for (const [parameters, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ scope: 'Mail.Reed' }, 'invalid_scope'],
      [{ prompt: 'please' }, 'invalid_request'],
    ] as const) {
      const stop = await new Person(base).open(authorizeUrl(base, { scope: SCOPE, ...parameters }).url)
      expect(errorOf(stop)).toMatchObject({ error, state: 'state-1' })
    }
  })

  test('cancelling consent is access_denied with the subcode cancel', async () => {
    const { person, stop } = await pick('alex@contoso.test')
    const left = await person.press(stop, 'Cancel')
    expect(errorOf(left)).toMatchObject({ error: 'access_denied', code: '65004' })
    expect(left.left?.searchParams.get('error_subcode')).toBe('cancel')
    expect(await control(base, 'GET', '/consents')).toEqual([])
  })

  test('disabled, unassigned and blocked users are turned away', async () => {
    await control(base, 'POST', '/users/alex@contoso.test/account', { accountEnabled: false })
    expect(errorOf((await pick('alex@contoso.test')).stop)).toMatchObject({ error: 'access_denied', code: '50057' })
    await control(base, 'POST', '/tenants/contoso.test', { assignmentRequired: true, assigned: ['adele@contoso.test'] })
    expect(errorOf((await pick('megan@contoso.test')).stop).code).toBe('50105')
    await control(base, 'POST', '/tenants/contoso.test', {
      assignmentRequired: false,
      conditionalAccess: ['megan@contoso.test'],
    })
    expect(errorOf((await pick('megan@contoso.test')).stop).code).toBe('53003')
  })
})

describe('refresh', () => {
  test('a refresh answers a new token and leaves the old one valid', async () => {
    const first = await signIn(base, 'alex@contoso.test', SCOPE)
    const second = (await (await refresh(first)).json()) as Tokens
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await refresh(first)).status).toBe(200)
    expect((await refresh(second)).status).toBe(200)
  })

  test('scopes consented later appear in the answer, unconsented ones are refused', async () => {
    const first = await signIn(base, 'alex@contoso.test', SCOPE)
    const refused = await tokenError(await refresh(first, { scope: 'Calendars.Read' }))
    expect(refused).toEqual({ status: 400, error: 'invalid_grant', code: 65001, suberror: 'consent_required' })
    await signIn(base, 'alex@contoso.test', 'openid Calendars.Read')
    const later = (await (await refresh(first)).json()) as Tokens
    expect(later.scope).toContain('Calendars.Read')
    expect(later.scope).toContain('Mail.Read')
  })

  test('revocation, 90 days of silence and removed consent end it', async () => {
    const tokens = await signIn(base, 'alex@contoso.test', SCOPE)
    await control(base, 'DELETE', '/consents?upn=alex@contoso.test')
    expect((await tokenError(await refresh(tokens))).code).toBe(65001)
    await signIn(base, 'alex@contoso.test', SCOPE)
    await control(base, 'POST', '/faults', { kind: 'revoke-token', match: { upn: 'alex@contoso.test' } })
    expect(await tokenError(await refresh(tokens))).toMatchObject({ error: 'invalid_grant', code: 50173 })
    expect((await graph(base, tokens.access_token, '/me')).status).toBe(401)
    const fresh = await signIn(base, 'alex@contoso.test', SCOPE)
    await control(base, 'POST', '/clock', { advanceSeconds: 90 * 86_400 })
    expect((await tokenError(await refresh(fresh))).code).toBe(700082)
  })

  test('a second factor asked for later needs a new sign-in', async () => {
    const tokens = await signIn(base, 'alex@contoso.test', SCOPE)
    await control(base, 'POST', '/users/alex@contoso.test/account', { mfaRequired: true })
    expect(await tokenError(await refresh(tokens))).toMatchObject({ code: 50076, suberror: 'basic_action' })
    await control(base, 'POST', '/clock', { advanceSeconds: 5 })
    expect((await refresh(await signIn(base, 'alex@contoso.test', SCOPE))).status).toBe(200)
  })

  test('wrong client credentials are 401 invalid_client', async () => {
    const answer = await postToken(base, { grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'wrong' })
    expect(await tokenError(answer)).toMatchObject({ status: 401, error: 'invalid_client', code: 7000215 })
    expect((await tokenError(await postToken(base, { client_id: 'x', grant_type: 'refresh_token' }))).code).toBe(700016)
    expect((await tokenError(await postToken(base, {}))).code).toBe(900144)
  })
})

describe('administrators', () => {
  const adminUrl = (path: string, parameters: Record<string, string> = {}) => {
    const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: REDIRECT, state: 's', ...parameters })
    return `${base}${path}?${query}`
  }

  test('the managed policy sends ordinary users to the approval page; an administrator may consent for all', async () => {
    await control(base, 'POST', '/tenants/contoso.test', { consentPolicy: 'managed' })
    const { person, stop } = await pick('alex@contoso.test')
    expect(stop.html).toContain('Need admin approval')
    const left = await person.press(stop, 'Return to the application without granting consent')
    expect(errorOf(left)).toMatchObject({ error: 'access_denied', code: '90094' })
    const admin = await pick('adele@contoso.test')
    expect(admin.stop.html).toContain('Consent on behalf of your organization')
    await admin.person.press(admin.stop, 'Accept', ['onBehalf'])
    expect((await pick('alex@contoso.test')).stop.left?.searchParams.get('code')).toBeTruthy()
  })

  test('admin-only scopes need an administrator under the open policy too', async () => {
    const { stop } = await pick('alex@contoso.test', { scope: 'openid User.Read.All' })
    expect(stop.html).toContain('Need admin approval')
  })

  test('v2 admin consent grants the scopes for the tenant; failing, admin_consent is True all the same', async () => {
    const person = new Person(base)
    const scope = 'https://graph.microsoft.com/Sites.Read.All'
    const picker = await person.open(adminUrl('/organizations/v2.0/adminconsent', { scope }))
    const refused = await person.press(await person.press(picker, 'adele@contoso.test'), 'Cancel')
    expect(Object.fromEntries(refused.left?.searchParams ?? [])).toMatchObject({
      admin_consent: 'True',
      error: 'consent_required',
      state: 's',
    })
    const granted = await person.press(await person.press(picker, 'adele@contoso.test'), 'Accept')
    expect(Object.fromEntries(granted.left?.searchParams ?? [])).toEqual({
      admin_consent: 'True',
      tenant: CONTOSO_TENANT_ID,
      scope,
      state: 's',
    })
    expect(await control(base, 'GET', '/consents')).toMatchObject([{ type: 'tenant', scopes: ['Sites.Read.All'] }])
    expect((await person.press(picker, 'alex@contoso.test')).html).toContain('only a Global Administrator')
    expect((await person.open(adminUrl('/common/v2.0/adminconsent', { scope }))).status).toBe(400)
  })

  test('v1 admin consent grants the application permissions that client credentials then carry', async () => {
    const appToken = async (tenant: string) =>
      postToken(base, { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }, tenant)
    expect((await tokenError(await appToken('common'))).code).toBe(9001023)
    const before = (await (await appToken('contoso.test')).json()) as Tokens
    expect(before.refresh_token).toBeUndefined()
    expect((await graph(base, before.access_token, '/users')).status).toBe(403)
    const person = new Person(base)
    const picker = await person.open(adminUrl(`/${CONTOSO_TENANT_ID}/adminconsent`))
    const done = await person.press(await person.press(picker, 'adele@contoso.test'), 'Accept')
    expect(done.left?.searchParams.get('admin_consent')).toBe('True')
    const after = (await (await appToken('contoso.test')).json()) as Tokens
    expect((await graph(base, after.access_token, '/users')).body.value).toHaveLength(4)
    expect((await graph(base, after.access_token, '/me')).status).toBe(400)
    expect((await tokenError(await appToken('fabrikam.test'))).code).toBe(700016)
  })
})

test('a claims challenge is met by signing in again with the claims', async () => {
  const cp1 = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } })
  const plain = await signIn(base, 'alex@contoso.test', SCOPE)
  const capable = await signIn(base, 'alex@contoso.test', SCOPE, { claims: cp1 })
  await control(base, 'POST', '/users/alex@contoso.test/account', { claimsChallenge: true })
  expect((await graph(base, plain.access_token, '/me')).status).toBe(403)
  const challenged = await graph(base, capable.access_token, '/me')
  expect(challenged.status).toBe(401)
  const header = challenged.headers.get('www-authenticate') ?? ''
  expect(header).toContain('error="insufficient_claims"')
  const asked = JSON.parse(Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? '', 'base64').toString())
  const claims = JSON.stringify({ access_token: { ...asked.access_token, xms_cc: { values: ['cp1'] } } })
  expect((await tokenError(await refresh(capable, { claims }))).error).toBe('interaction_required')
  const again = await signIn(base, 'alex@contoso.test', SCOPE, { claims })
  expect((await graph(base, again.access_token, '/me')).status).toBe(200)
})
