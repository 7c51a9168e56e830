/** Real answers of each provider, refusals among them, to hold its OpenAPI document against. */

import { findEndpoint } from '../src/core/routes.ts'
import { accounts } from '../src/providers/hoopai/data.ts'
import { hoopai } from '../src/providers/hoopai/index.ts'
import { providers } from '../src/providers/index.ts'
import { locationClient } from './providers/hoopai/location.ts'
import { demo, grant, SECOND } from './providers/hoopr/demo.ts'
import { account, BILLIE, NOBODY, ONE_TEAM } from './providers/soundcharts/account.ts'
import type { Request, Response } from './support.ts'

export interface Answered {
  /** The call, for messages. */
  readonly what: string
  readonly method: string
  /** The route's, `/v1/tracks/:slug`. */
  readonly path: string
  readonly status: number
  /** The media type of the body; undefined when there is none. */
  readonly type?: string
  readonly body: unknown
  /** The names of its headers, in lower case. */
  readonly headers: readonly string[]
}

type Visit = readonly [target: string, request?: Request]
type Caller = (target: string, request?: Request) => Promise<Response>

/** Calls a provider up and down; what comes is as it was answered. */
export async function* visit(name: string): AsyncGenerator<Answered> {
  const provider = providers.find((each) => each.name === name)!
  const { call, visits } = await VISITS[name]!()
  for (const [target, request = {}] of visits) {
    const { status, headers, json, text } = await call(target, request)
    const [method, url] = target.split(' ') as [string, string]
    const { path } = findEndpoint(provider, method, url.split('?', 1)[0]!).route
    const type = text === '' ? undefined : headers['content-type']!.split(';', 1)[0]!
    const what = `${target}: ${status} ${text.slice(0, 200)}`
    yield {
      what,
      method,
      path,
      status,
      ...(type === undefined ? {} : { type }),
      body: json ?? text,
      headers: Object.keys(headers),
    }
  }
}

const VISITS: Readonly<Record<string, () => Promise<{ call: Caller; visits: readonly Visit[] }>>> = {
  hoopr: async () => {
    const { call, tokenOf } = demo()
    const token = await tokenOf(SECOND)
    const narrow = await tokenOf(SECOND, { scopes: ['search'] })
    const visits: Visit[] = [
      ['POST /v1/auth/token', { json: grant() }],
      ['POST /v1/auth/token', { json: { ...grant(), client_secret: 'hpr_test_wrong' } }],
      ['POST /v1/auth/token', { form: grant() }],
      ['GET /v1/tracks?pageSize=100', { token }],
      ['GET /v1/tracks?page=9999', { token }],
      ['GET /v1/tracks?pageSize=101', { token }],
      ['GET /v1/tracks'],
      ['GET /v1/tracks', { token: narrow }],
      ['GET /v1/tracks/midnight-drive', { token }],
      ['GET /v1/tracks/nowhere', { token }],
      ['GET /v1/tracks-top', { token }],
      ['POST /v1/search', { token, json: { query: 'night', type: 'music' } }],
      ['POST /v1/search', { token, json: { page: 0 } }],
      ['GET /v1/filters', { token }],
      ['GET /v1/filters?type=nothing', { token }],
      ['GET /v1/playlists', { token }],
      ['GET /version'],
      ['GET /health-check'],
      ['GET /musics/x/image.jpg'],
      ['GET /musics/x/audio.mp3'],
    ]
    return { call, visits }
  },
  hoopai: async () => {
    const { session, call, locationId, locations } = await locationClient()
    const { companyId } = locations[0]!
    const [app] = accounts(session).apps
    const agency = await hoopai.mint(session, session.clock.now(), { companyId })
    const ask = { client_id: app!.clientId, redirect_uri: app!.redirectUris[0]!, response_type: 'code' }
    const page = new URLSearchParams({ ...ask, scope: 'contacts.readonly' })
    const choice = { ...Object.fromEntries(page), account: `location:${locationId}` }
    const client = { client_id: app!.clientId, client_secret: app!.clientSecret }
    const { redirectTo } = (await hoopai.consent!(session, session.clock.now(), {
      clientId: app!.clientId,
      redirectUri: app!.redirectUris[0]!,
      scope: 'contacts.readonly',
    }))!
    const code = new URL(redirectTo!).searchParams.get('code')!
    const other = locations[1]!.locationId
    const found = (await call('GET /contacts/?limit=1')).json.contacts[0].id
    const visits: Visit[] = [
      ['GET /contacts/?limit=3'],
      ['GET /contacts/?limit=101'],
      ['GET /contacts/', { headers: { version: 'x' } }],
      ['GET /contacts/', { token: 'nobody' }],
      [`GET /contacts/?locationId=${other}`],
      ['POST /contacts/', { json: { locationId, name: 'Ada', email: 'ada@example.org' } }],
      ['POST /contacts/', { json: { locationId, email: 'ada@example.org' } }],
      ['POST /contacts/', { json: { locationId } }],
      ['POST /contacts/', { json: { locationId, email: 'x', wrong: 1 } }],
      ['POST /contacts/', { body: '{', headers: { 'content-type': 'application/json' } }],
      ['POST /contacts/', { json: { locationId: other, name: 'Ada' } }],
      [`GET /contacts/${found}`],
      ['GET /contacts/nobody'],
      [`PUT /contacts/${found}`, { json: { city: null } }],
      ['GET /conversations/search'],
      ['GET /calendars/'],
      ['GET /opportunities/pipelines'],
      ['GET /opportunities/search'],
      ['GET /locations/search'],
      ['POST /oauth/token', { form: { grant_type: 'refresh_token' } }],
      ['POST /oauth/token', { form: { ...client, grant_type: 'authorization_code', code } }],
      ['POST /oauth/token', { form: { ...client, grant_type: 'authorization_code', code } }],
      ['POST /oauth/locationToken', { form: { companyId, locationId }, token: agency }],
      ['POST /oauth/locationToken', { form: { companyId }, token: agency }],
      [`GET /oauth/installedLocations?companyId=${companyId}&appId=${app!.appId}`, { token: agency }],
      ['GET /oauth/installedLocations?limit=x', { token: agency }],
      ['GET /oauth/chooselocation'],
      [`GET /oauth/chooselocation?${page}`],
      [`GET /v2/oauth/chooselocation?${page}&step=choose`],
      ['POST /oauth/chooselocation', { form: { ...choice, decision: 'deny' } }],
      ['POST /oauth/chooselocation', { form: { ...choice, decision: 'allow' } }],
      ['POST /oauth/reconnect'],
      [`DELETE /contacts/${found}`],
      [`DELETE /contacts/${found}`],
    ]
    return { call, visits }
  },
  soundcharts: async () => {
    const { call, token: mint, basic, keys } = account()
    const token = await mint(ONE_TEAM)
    const ask = { grant_type: 'client_credentials' }
    const visits: Visit[] = [
      ['POST /oauth/token', { form: ask, headers: basic() }],
      ['POST /oauth/token', { form: ask }],
      ['POST /oauth/token', { form: {}, headers: basic() }],
      [`GET /api/v2.9/artist/${BILLIE}`, { token }],
      [`GET /api/v2/artist/${BILLIE}`, { headers: keys }],
      [`GET /api/v2.9/artist/${NOBODY}`, { token }],
      [`GET /api/v2.9/artist/${BILLIE}`],
      ['GET /api/v2/artist/search/billie', { token }],
      ['GET /api/v2/artist/search/billie?limit=21', { token }],
      [`GET /api/v2/artist/${BILLIE}/audience/instagram`, { token }],
      [`GET /api/v2/artist/${BILLIE}/audience/instagram?startDate=x`, { token }],
      [`GET /api/v2/artist/${BILLIE}/audience/nowhere`, { token }],
      [`GET /api/v2/artist/${BILLIE}/streaming/spotify/listening`, { token }],
      ['GET /api/v2/song/by-isrc/GB0000000000', { token }],
      ['GET /api/v2/referential/platforms', { token }],
      ['GET /api/v2/referential/platforms?offset=-1', { token }],
    ]
    return { call, visits }
  },
}
