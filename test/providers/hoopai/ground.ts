/** Where a walk goes: a session, who calls in it, and what is known of its records. */

import { answer } from '../../../src/core/answer.ts'
import { DAY } from '../../../src/core/clock.ts'
import type { Call, Json } from '../../../src/core/http.ts'
import type { Route } from '../../../src/core/provider.ts'
import { findEndpoint } from '../../../src/core/routes.ts'
import { Session } from '../../../src/core/session.ts'
import type { SettingValues } from '../../../src/core/settings.ts'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { START } from '../../support.ts'
import type { Ask } from './asking.ts'
import { Chance } from './chance.ts'
import { Known } from './known.ts'

export type Ground = Awaited<ReturnType<typeof layOut>>

export interface Answered {
  readonly route: Route
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The error's code, when the call was refused. */
  readonly code: string | undefined
}

const MANY = 1_000_000

export async function layOut(seed: number, settings: SettingValues) {
  // So many that only the one who has spent them is refused.
  const limits = { burst: `${MANY} per 10s`, daily: `${MANY} per 24h` }
  const session = new Session({ seed, frozenAt: START, settings: { hoopai: { ...settings, limits } } })
  const { apps, locations, companies, privateIntegrations } = accounts(session)
  const [{ locationId, companyId }, elsewhere] = locations as [(typeof locations)[0], (typeof locations)[0]]
  const [app, other] = apps as [(typeof apps)[0], (typeof apps)[0]]
  const mint = (request: object) => hoopai.mint(session, session.clock.now(), request)
  const everything = { client: other.clientId, scopes: app.scopes }
  const tokens = {
    location: await mint({ locationId }),
    agency: await mint({ companyId }),
    elsewhere: await mint({ locationId: elsewhere.locationId }),
    scopeless: await mint({ locationId, scopes: [] }),
    scopelessAgency: await mint({ companyId, scopes: [] }),
    expired: await mint({ locationId, expiresInSeconds: 1 }),
    revoked: await mint({ locationId, expiresInSeconds: 4000 }),
    spent: await mint({ locationId, ...everything }),
    spentAgency: await mint({ companyId, ...everything }),
    private: privateIntegrations,
  }
  session.clock.advance(1000)
  await session.vault.revoke((await session.vault.find(tokens.revoked))!.id, session.clock.now())
  const spend = (whose: string) => ({
    budget: 'daily',
    limit: MANY,
    enforced: MANY,
    perMs: DAY,
    key: `hoopai/daily/${other.clientId}/${whose}`,
  })
  await session.limiter.exhaust([spend(locationId), spend(companyId)], session.clock.now())
  let n = 0
  let calls = 0
  const ask = async (route: Route, { params, query, body, raw, oversize, version, token }: Ask): Promise<Answered> => {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!))
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const isForm = route.reads === 'application/x-www-form-urlencoded' && raw === undefined
    const hasBody = Object.keys(body).length > 0 || route.parameters?.some((each) => each.in === 'body')
    const text = raw ?? (isForm ? String(new URLSearchParams(body as Record<string, string>)) : JSON.stringify(body))
    const headers: Record<string, string> = { host: 'localhost' }
    if (hasBody || raw !== undefined) headers['content-type'] = isForm ? route.reads! : 'application/json'
    if (version !== undefined) headers.version = version
    if (token !== undefined) headers.authorization = `Bearer ${token}`
    const call: Call = {
      method: route.method,
      path,
      query: search,
      headers,
      body: Buffer.from(headers['content-type'] ? text : ''),
      at: session.clock.now(),
      base: 'http://localhost/hoopai',
      address: '127.0.0.1',
      ...(oversize ? { oversize } : {}),
    }
    const endpoint = findEndpoint(hoopai, route.method, path)
    if (endpoint.route.name !== route.name) throw new Error(`${route.name} is not found at ${path}`)
    const reply = await answer(endpoint, call, session)
    const kept = await session.journal.find(`request-${++calls}`)
    return {
      route,
      status: reply.status,
      headers: reply.headers ?? {},
      text: reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json),
      code: kept?.code ?? undefined,
    }
  }
  return {
    session,
    settings: session.settings(hoopai),
    chance: new Chance(seed),
    known: new Known(),
    /** What the other location holds. */
    foreign: new Known(),
    app,
    locationId,
    companyId,
    elsewhere: elsewhere.locationId,
    suspended: locations.find(({ active }) => !active)!.locationId,
    /** Somebody else's agency and location. */
    stranger: { companyId: companies[1]!.companyId, locationId: locations.at(-1)!.locationId },
    tokens,
    /** Calendars that were there before the walk. */
    calendars: [] as string[],
    refreshTokens: [] as string[],
    /** Places in lists that answers have shown last. */
    shown: {} as { nextCursor?: Json; searchAfter?: Json; sort?: Json },
    next: () => ++n,
    code: async (where: { locationId?: string } = { locationId }) => {
      const consent = {
        clientId: app.clientId,
        redirectUri: app.redirectUris[0]!,
        scope: app.scopes.join(' '),
        ...where,
      }
      const { redirectTo } = await hoopai.consent!(session, session.clock.now(), consent)
      return new URL(redirectTo!).searchParams.get('code')!
    },
    ask,
  }
}
