/** The consent pages, in plain HTML that needs no script. Every value is escaped, and forms go back to the page's own path. */

import type { Reply } from '../../../core/http.ts'
import type { Accounts, App } from '../data.ts'
import { scopes as meanings } from '../scopes.ts'

type Page = Omit<Reply, 'status'>
/** What the page was asked with, carried along in hidden fields. */
export type Params = readonly (readonly [name: string, value: string])[]

/** The first page. Its log-in opens a new tab unless the app asked for `loginWindowOpenMode=self` (seed 001). */
export function loginPage(app: App, params: Params, mode: string | null): Page {
  const target = mode === 'self' ? '_self' : '_blank'
  return page(
    `Install ${app.name}`,
    `<p>${escapeHtml(app.name)} would like to connect to your account.</p>
<form method="get" action="?" target="${target}">
${hidden([...params, ['step', 'choose']])}
<button type="submit">Log in</button>
</form>`,
  )
}

/** The choice of a location, or of a whole agency. `notice` says what became of the last choice. */
export function choosePage(
  app: App,
  scopes: readonly string[],
  { locations, companies }: Pick<Accounts, 'locations' | 'companies'>,
  params: Params,
  notice = '',
): Page {
  const choices = [
    ...locations.map(({ locationId, name, address }) => ({ value: `location:${locationId}`, name, address })),
    ...companies.map(({ companyId, name }) => ({ value: `company:${companyId}`, name, address: 'the whole agency' })),
  ]
  return page(
    'Select an account',
    `${notice && `<p role="status">${escapeHtml(notice)}</p>`}
<form method="post" action="?">
${hidden(params)}
<fieldset><legend>Which account shall ${escapeHtml(app.name)} connect to?</legend>
${choices.map(choice).join('\n')}
</fieldset>
<p>It will be allowed to:</p>
<ul>
${scopes.map(permission).join('\n')}
</ul>
<button type="submit" name="decision" value="allow">Allow &amp; Install</button>
<button type="submit" name="decision" value="deny">Cancel</button>
</form>`,
  )
}

/** The end of a request that the page cannot serve. It never redirects (section 3.3). */
export function errorPage(text: string): Page {
  return page('This app cannot be installed', `<p role="alert">${escapeHtml(text)}</p>`)
}

function choice({ value, name, address }: { value: string; name: string; address: string }, i: number): string {
  const checked = i === 0 ? ' checked' : ''
  return `<label><input type="radio" name="account" value="${escapeHtml(value)}" required${checked}> <span>${escapeHtml(name)} <small>${escapeHtml(address)}</small></span></label>`
}

function permission(scope: string): string {
  return `<li><code>${escapeHtml(scope)}</code> ${escapeHtml((meanings as Record<string, string>)[scope] ?? '')}</li>`
}

function hidden(params: Params): string {
  return params
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n')
}

function page(title: string, main: string): Page {
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #1d2433; overflow-wrap: anywhere }
aside { background: #fff3c4; border-bottom: 1px solid #e0b400; padding: .6rem 1rem; text-align: center }
main { max-width: 36rem; margin: 2rem auto; padding: 0 1rem }
fieldset { border: 1px solid #ccd3e0; border-radius: 6px; margin: 1rem 0; padding: .5rem .8rem; min-width: 0 }
label { display: flex; gap: .6rem; align-items: baseline; padding: .35rem 0 }
label input { flex: none }
small { color: #5b6579; display: block }
button { font: inherit; padding: .5rem 1rem; margin: 0 .5rem .5rem 0 }
[role=status], [role=alert] { border-left: 4px solid; border-radius: 4px; padding: .6rem .8rem }
[role=status] { background: #e8f1fd; border-color: #1f6feb }
[role=alert] { background: #fdecea; border-color: #c62828 }
</style>
</head>
<body>
<aside><strong>A stand-in for HoopAI Platform.</strong> Nothing here is real.</aside>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`
  return { text, headers: { 'content-type': 'text/html; charset=utf-8' } }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
}
