// The addresses of login.microsoftonline.com, on the emulator's own origin.

import { type Context, Hono } from 'hono'
import { PERSONAL_TENANT_ID } from '../defaults'
import { GraphFault } from '../seam'
import { adminConsent, afterAdminConsent, afterAdminPick } from './admin-consent'
import { showError, showPage } from './answers'
import { afterConsent, afterPick, authorize } from './authorize'
import { discovery } from './discovery'
import { subjectOf } from './id-token'
import { OAuthError } from './oauth-error'
import { signedOutPage } from './pages'
import { forgetSignIns } from './session'
import { openContext, openStage } from './stage'
import type { EntraState } from './state'
import { readTenantPath } from './tenant-path'
import { token } from './token'

const queryOf = (c: Context) => new URL(c.req.url).searchParams
const originOf = (c: Context) => new URL(c.req.url).origin
const malformed = () => new OAuthError('invalid_request', 9002313, 'Invalid request. Request is malformed or invalid.')

export function entraRoutes(entra: EntraState): Hono {
  const app = new Hono()
  const now = () => entra.now()

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => {
    try {
      return c.json(discovery(originOf(c), readTenantPath(entra.directory, c.req.param('tenant')), PERSONAL_TENANT_ID))
    } catch (error) {
      if (error instanceof OAuthError) return c.json(error.body(now()), 400)
      throw error
    }
  })
  app.get('/:tenant/discovery/v2.0/keys', (c) => c.json(entra.keys.keySet()))
  app.get('/:tenant/oauth2/v2.0/authorize', (c) => authorize(c, entra, c.req.param('tenant'), queryOf(c)))
  app.get('/:tenant/v2.0/adminconsent', (c) => adminConsent(c, entra, 'admin-v2', c.req.param('tenant'), queryOf(c)))
  app.get('/:tenant/adminconsent', (c) => adminConsent(c, entra, 'admin-v1', c.req.param('tenant'), queryOf(c)))

  app.post('/:tenant/login', async (c) => {
    try {
      const form = new URLSearchParams(await c.req.text())
      const context = openContext(entra, form.get('context') ?? '')
      const user = entra.directory.userByUpn(form.get('upn') ?? '')
      if (!context || !user) throw malformed()
      const path = readTenantPath(entra.directory, context.tenant)
      const query = new URLSearchParams(context.query)
      if (context.kind === 'authorize') return await afterPick(c, entra, path, query, user)
      return await afterAdminPick(c, entra, path, context.kind, query, user)
    } catch (error) {
      return showError(c, error, now())
    }
  })
  app.post('/:tenant/consent', async (c) => {
    try {
      const form = new URLSearchParams(await c.req.text())
      const stage = openStage(entra, form.get('stage') ?? '')
      if (!stage) throw malformed()
      const path = readTenantPath(entra.directory, stage.tenant)
      const decision = form.get('decision') ?? ''
      if (stage.kind === 'authorize') return await afterConsent(c, entra, path, stage, decision, form.has('onBehalf'))
      return await afterAdminConsent(c, entra, path, stage.kind, stage, decision)
    } catch (error) {
      return showError(c, error, now())
    }
  })

  app.post('/:tenant/oauth2/v2.0/token', async (c) => {
    c.header('cache-control', 'no-store')
    c.header('pragma', 'no-cache')
    try {
      const form = new URLSearchParams(await c.req.text())
      const authorization = c.req.header('authorization') ?? null
      return c.json(await token(entra, c.req.param('tenant'), form, authorization, originOf(c)))
    } catch (error) {
      if (error instanceof OAuthError) return c.json(error.body(now()), error.status)
      throw error
    }
  })
  app.get('/:tenant/oauth2/v2.0/logout', (c) => {
    forgetSignIns(c)
    const back = queryOf(c).get('post_logout_redirect_uri')
    return back && URL.canParse(back) ? c.redirect(back) : showPage(c, signedOutPage())
  })
  app.get('/oidc/userinfo', async (c) => {
    try {
      const { caller } = await entra.accessTokens.read(c.req.header('authorization') ?? null)
      const user = caller.userId ? entra.directory.userById(caller.userId) : undefined
      if (!user) return c.json({ error: 'invalid_token' }, 401)
      const { displayName: name, givenName: given_name, surname: family_name, mail } = user
      return c.json({ sub: subjectOf(user, caller.appId), name, given_name, family_name, ...(mail && { email: mail }) })
    } catch (error) {
      if (error instanceof GraphFault) return c.json({ error: 'invalid_token', error_description: error.message }, 401)
      throw error
    }
  })
  return app
}
