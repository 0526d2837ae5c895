// The pages that a person sees at sign-in: plain HTML, no script, no other file.

import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { DirectoryUser } from '../seam'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const STYLE = raw(`
:root{color-scheme:light dark;--ink:#1b1b1b;--dim:#5c5c5c;--line:#d6d6d6;--paper:#fff;--ground:#eef1f5;--brand:#0f5ea8}
@media(prefers-color-scheme:dark){:root{--ink:#f1f1f1;--dim:#b3b3b3;--line:#444;--paper:#222;--ground:#131417;--brand:#6cb4f5}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--ground);color:var(--ink);font:15px/1.45 "Segoe UI",system-ui,sans-serif}
main{width:min(440px,100%);background:var(--paper);padding:40px;box-shadow:0 2px 8px #0003}
.brand{display:flex;gap:8px;align-items:center;color:var(--dim);font-weight:600;margin:0 0 18px}
.brand i{width:18px;height:18px;background:conic-gradient(#7fba00 90deg,#ffb900 0 180deg,#00a4ef 0 270deg,#f25022 0)}
h1{font-size:24px;font-weight:600;line-height:1.25;margin:0 0 10px}p{margin:0 0 14px}small,.dim{color:var(--dim)}
ul{list-style:none;padding:0;margin:14px 0}li{border-bottom:1px solid var(--line);padding:10px 0}li form{margin:0}
li button{all:unset;display:block;width:100%;cursor:pointer;font-weight:600;overflow-wrap:anywhere}li button:hover{text-decoration:underline}
button:focus-visible{outline:2px solid var(--brand);outline-offset:3px}
.row{display:flex;gap:8px;justify-content:flex-end;margin-top:24px;flex-wrap:wrap}
.row button{font:inherit;padding:8px 22px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
.row button.main{background:var(--brand);border-color:var(--brand);color:var(--paper)}
footer{margin-top:26px;font-size:12px;color:var(--dim)}`)

function page(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <p class="brand"><i aria-hidden="true"></i>Microsoft (emulated)</p>
          ${body}
          <footer>This is Tandem's emulator, not Microsoft. No password is needed.</footer>
        </main>
      </body>
    </html>`
}

/** One button for each user, with the UPN as its text. */
export function pickerPage(options: {
  action: string
  context: string
  users: DirectoryUser[]
  appName: string
}): Html {
  return page(
    'Sign in to your account',
    html`<h1>Pick an account</h1>
      <p class="dim">to continue to ${options.appName}</p>
      <ul>
        ${options.users.map(
          (user) => html`<li>
            <form method="post" action="${options.action}">
              <input type="hidden" name="context" value="${options.context}" />
              <input type="hidden" name="upn" value="${user.upn}" />
              <button type="submit">${user.upn}</button>
            </form>
            <small>${user.displayName}${user.jobTitle ? ` · ${user.jobTitle}` : ''}</small>
          </li>`,
        )}
      </ul>`,
  )
}

export interface ConsentPageOptions {
  action: string
  stage: string
  upn: string
  appName: string
  scopes: string[]
  /** 'tenant': an administrator decides for everybody; 'offer': the tick box of the ordinary page. */
  onBehalf: 'no' | 'offer' | 'tenant'
}

export function consentPage(options: ConsentPageOptions): Html {
  const title =
    options.onBehalf === 'tenant' ? 'Permissions requested · review for your organization' : 'Permissions requested'
  return page(
    title,
    html`<p class="dim">${options.upn}</p>
      <h1>${title}</h1>
      <p><strong>${options.appName}</strong> would like to:</p>
      <ul>
        ${options.scopes.map((scope) => html`<li>${sentence(scope)} <small>${scope}</small></li>`)}
      </ul>
      <form method="post" action="${options.action}">
        <input type="hidden" name="stage" value="${options.stage}" />
        ${
          options.onBehalf === 'offer'
            ? html`<label><input type="checkbox" name="onBehalf" value="1" /> Consent on behalf of your organization</label>`
            : ''
        }
        <p class="dim">Accepting means that the app may use your data as listed. All of it or nothing: single permissions cannot be left out here.</p>
        <div class="row">
          <button type="submit" name="decision" value="cancel">Cancel</button>
          <button type="submit" name="decision" value="accept" class="main">Accept</button>
        </div>
      </form>`,
  )
}

/** Dead end for people who may not consent. `other` offers the account picker once more. */
export function approvalPage(options: {
  action: string
  stage: string
  upn: string
  appName: string
  text: string
}): Html {
  return page(
    'Need admin approval',
    html`<p class="dim">${options.upn}</p>
      <h1>Need admin approval</h1>
      <p><strong>${options.appName}</strong> ${options.text}</p>
      <form method="post" action="${options.action}">
        <input type="hidden" name="stage" value="${options.stage}" />
        <div class="row">
          <button type="submit" name="decision" value="other">Have an admin account? Sign in with that account</button>
          <button type="submit" name="decision" value="return" class="main">Return to the application without granting consent</button>
        </div>
      </form>`,
  )
}

/** For errors that must not be sent to an address that nobody registered. */
export function errorPage(message: string): Html {
  return page('Sign in', html`<h1>Sorry, but we’re having trouble signing you in.</h1><p>${message}</p>`)
}

export function signedOutPage(): Html {
  return page(
    'Sign out',
    html`<h1>You signed out of your account</h1><p>It’s a good idea to close all browser windows.</p>`,
  )
}

/** `response_mode=form_post`: a form that sends itself, or by its button where scripts are off. */
export function formPostPage(target: string, fields: Record<string, string>): Html {
  return page(
    'Working…',
    html`<form method="post" action="${target}">
        ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <p>One moment, please.</p>
        <div class="row"><button type="submit" class="main">Continue</button></div>
      </form>
      <script>
        document.forms[0].submit()
      </script>`,
  )
}

const VERBS: Record<string, string> = {
  Read: 'Read',
  ReadBasic: 'Read the basics of',
  ReadWrite: 'Read and change',
  Send: 'Send',
  Create: 'Create',
}
const OIDC_TEXT: Record<string, string> = {
  openid: 'Sign you in',
  profile: 'View your basic profile',
  email: 'View your email address',
  offline_access: 'Maintain access to data you have given it access to',
}

/** "Mail.ReadWrite" → "Read and change your mail". */
function sentence(scope: string): string {
  const fixed = OIDC_TEXT[scope]
  if (fixed) return fixed
  const [thing = scope, verb = '', reach] = scope.split('.')
  const noun = thing.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  const whose = reach === 'All' ? 'all' : reach === 'Shared' ? 'your and shared' : 'your'
  return `${VERBS[verb] ?? verb} ${whose} ${noun}`
}
