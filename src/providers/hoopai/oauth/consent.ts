/** The consent: who asks for what, and what an admin's choice leads to. Sections 3.1 to 3.4. */

import { type Instant, SECOND } from '../../../core/clock.ts'
import { ApiError, assert } from '../../../core/errors.ts'
import { form, type Reply } from '../../../core/http.ts'
import type { Consented } from '../../../core/judge.ts'
import { type ConsentRequest, type Context, drawFor, type Handler } from '../../../core/provider.ts'
import type { Staged } from '../../../core/script.ts'
import type { Session } from '../../../core/session.ts'
import { installed } from '../data/webhooks/emit.ts'
import { type Account, type App, accounts, appOf, findAccount, isActive } from '../data.ts'
import type { Settings } from '../index.ts'
import { callback, withQuery } from './callback.ts'
import { consentNow, recordConsent } from './installs.ts'
import { choosePage, loginPage, type Params } from './page.ts'

/** A request for consent that may be granted. */
interface Ask {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state?: string | undefined
}

/** GET /oauth/chooselocation: first the log-in, then the choice. */
export const showPage: Handler = async (context) => {
  const { call, session } = context
  const settings = context.settings as Settings
  const ask = readAsk(session, call.query)
  if (settings.autoConsent) {
    const [first] = accounts(session).locations
    const to = context.staged?.deny
      ? await deny(session, call.at, settings, ask)
      : await allow(session, call.at, settings, ask, first!, context.staged)
    if (to) return redirect(to)
  }
  if (call.query.get('step') !== 'choose')
    return { status: 200, ...loginPage(ask.app, carried(call.query), call.query.get('loginWindowOpenMode')) }
  return { status: 200, ...(await choices(context, ask, call.query)) }
}

/** POST /oauth/chooselocation: the choice that the page's form sends. */
export const takeChoice: Handler = async (context) => {
  const { call, session } = context
  const settings = context.settings as Settings
  const fields = form(call)
  const ask = readAsk(session, fields)
  if (fields.get('decision') === 'deny' || context.staged?.deny) {
    const to = await deny(session, call.at, settings, ask)
    return to ? redirect(to) : { status: 200, ...(await choices(context, ask, fields, 'Nothing was connected.')) }
  }
  const [kind, id] = (fields.get('account') ?? '').split(':')
  const account = findAccount(session, kind === 'company' ? { companyId: id } : { locationId: id })
  if (!account || fields.get('decision') !== 'allow')
    return { status: 200, ...(await choices(context, ask, fields, 'Please select an account.')) }
  return redirect(await allow(session, call.at, settings, ask, account, context.staged))
}

/** The same choice without a browser, for the admin API. Names neither location nor company: the first location. */
export async function consent(
  session: Session,
  at: Instant,
  settings: Settings,
  request: ConsentRequest,
  staged?: Staged,
) {
  const { clientId, redirectUri, scope, state, locationId, companyId, decision = 'allow' } = request
  const params = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope }
  let ask: Ask
  try {
    ask = readAsk(session, new URLSearchParams({ ...params, ...(state === undefined ? {} : { state }) }))
  } catch (refusal) {
    const known = accounts(session).apps.map(({ clientId, redirectUris, scopes }) => ({
      clientId,
      redirectUris: [...redirectUris],
      scopes: [...scopes],
    }))
    throw new ApiError('invalid_request', (refusal as ApiError).message, { known })
  }
  if (decision === 'deny' || staged?.deny) return { redirectTo: await deny(session, at, settings, ask) }
  const { locations } = accounts(session)
  const account = locationId || companyId ? findAccount(session, { locationId, companyId }) : locations[0]
  if (!account) {
    const known = locations.map(({ locationId, companyId }) => ({ locationId, companyId }))
    throw new ApiError('invalid_request', `no account ${locationId ?? companyId}`, { known })
  }
  return { redirectTo: await allow(session, at, settings, ask, account, staged) }
}

/** Whether `wanted` is one of the registered addresses. A loopback address may have any port (RFC 8252 7.3). */
export function isRegistered(registered: readonly string[], wanted: string): boolean {
  return registered.includes(wanted) || registered.some((each) => anyPort(each) === (anyPort(wanted) ?? ''))
}

function anyPort(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) return undefined
  url.port = ''
  return url.href
}

/** What is asked, in the order of 3.3; anything wrong ends on a page without a redirect. */
function readAsk(session: Session, params: URLSearchParams): Ask {
  const clientId = params.get('client_id') ?? ''
  const redirectUri = params.get('redirect_uri') ?? ''
  const scopes = [...new Set((params.get('scope') ?? '').split(/\s+/).filter(Boolean))]
  const app = appOf(session, clientId)
  refuseUnless(clientId, 'error.noAppVersionIdFound')
  refuseUnless(app, `No integration found with the id: ${clientId.split('-', 1)[0]}`)
  refuseUnless(isRegistered(app.redirectUris, redirectUri), 'redirect_uri is not registered for this app')
  refuseUnless(params.get('response_type') === 'code', 'response_type must be code')
  refuseUnless(scopes.length > 0, 'scope must not be empty')
  const odd = scopes.find((scope) => !app.scopes.includes(scope))
  refuseUnless(odd === undefined, `scope ${odd} is not enabled for this app`)
  return { app, redirectUri, scopes, state: params.get('state') ?? undefined }
}

function refuseUnless(condition: unknown, text: string): asserts condition {
  assert(condition, 'consent_refused', text)
}

/** Installs the app and answers the address that carries its code. */
async function allow(
  session: Session,
  at: Instant,
  settings: Settings,
  ask: Ask,
  account: Account,
  staged?: Staged,
): Promise<string> {
  const { app, redirectUri, scopes, state } = ask
  const { clientId } = app
  const { locationId, companyId, userId } = account
  const place = { ...(locationId === undefined ? {} : { location: locationId }), company: companyId }
  await recordConsent(session, at, clientId, account, scopes)
  const drawn = await drawFor(session, 'hoopai code', clientId, redirectUri, scopes.join(' '), locationId ?? companyId)
  const code = session.ownCredentials ? session.tag + drawn.hex(28) : drawn.hex(40)
  const { id } = await session.vault.issue(code, {
    kind: 'code',
    provider: 'hoopai',
    client: clientId,
    scopes: [...scopes],
    ...place,
    user: userId,
    issuedAt: at,
    expiresAt: at + settings.codeSeconds * SECOND,
    extra: { redirectUri, ...(await consentNow(session, { client: clientId, ...place })) },
  })
  await installed(session, settings, at, app, account)
  await tell(session, at, ask, { location: locationId, code: id, tampered: staged?.tamper ?? [], allowed: true })
  return callback(session, clientId, redirectUri, { code, state }, staged?.tamper)
}

/** The judge hears of every choice, by page or by hand. */
async function tell(
  session: Session,
  at: Instant,
  { app, redirectUri, scopes, state }: Ask,
  choice: Pick<Consented, 'location' | 'code' | 'tampered' | 'allowed'>,
): Promise<void> {
  const provider = { name: 'hoopai' }
  const asked = { client: app.clientId, scopes, state, redirectUri }
  await session.judge?.hear({ kind: 'consented', session, provider, at, ...asked, ...choice })
}

/** A denial stays on the page, unless the switch lets it go back as OAuth 2.0 has it (U9). */
async function deny(session: Session, at: Instant, { denyRedirect }: Settings, ask: Ask): Promise<string | null> {
  const { redirectUri, state } = ask
  await tell(session, at, ask, { tampered: [], allowed: false })
  return denyRedirect ? withQuery(redirectUri, { error: 'access_denied', state }) : null
}

/** The choose page, with every location that is in service. */
async function choices(context: Context, { app, scopes }: Ask, fields: URLSearchParams, notice?: string) {
  const { companies, locations } = accounts(context.session)
  const active = await Promise.all(locations.map(({ locationId }) => isActive(context, locationId)))
  const accountsNow = { companies, locations: locations.filter((_, i) => active[i]) }
  return choosePage(app, scopes, accountsNow, carried(fields), notice)
}

/** What the app asked, less what the pages themselves add. */
function carried(fields: URLSearchParams): Params {
  return [...fields].filter(([name]) => !['step', 'decision', 'account'].includes(name))
}

function redirect(location: string): Reply {
  return { status: 302, headers: { location } }
}
