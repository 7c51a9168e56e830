/** What may befall a HoopAI account, by scenario, admin API and library alike; and by the calls that it strikes. */

import { describe, expect, test } from 'vitest'
import { applyCause } from '../../../src/core/causes.ts'
import { DAY, iso } from '../../../src/core/clock.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { befalling, play, WAYS } from '../../befall.ts'
import { hostileState } from '../../core/hostile.ts'
import { receiver } from '../../receiver.ts'
import { START } from '../../support.ts'
import { appIn, VERSION } from './connect.ts'
import { hooked } from './hooks.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

const CONTACTS = 'GET /contacts/?limit=1'
const INACTIVE = { statusCode: 400, message: 'Location is not active' }
const REVOKED = { error: 'UnAuthorized!', error_description: 'Invalid client credentials!' }
const BAD_TOKEN = { statusCode: 401, message: 'Invalid JWT' }
const BAD_PIT = { statusCode: 401, message: 'Invalid Private Integration token' }

function account(settings = {}, options = {}) {
  const stand = befalling(hoopai, settings, options)
  const app = appIn(stand)
  const [here, there] = app.locations.map(({ locationId }) => locationId) as [string, string]
  const { companyId } = app.companies[0]!
  const ask = (token: string, target = CONTACTS) => stand.call(target, { token, headers: VERSION })
  const shown = async () => (await hoopai.credentials(stand.session, '')) as Any
  return {
    ...stand,
    ...app,
    here,
    there,
    companyId,
    ask,
    shown,
    installAt: (place: string) => `${app.app.clientId}@${place}`,
  }
}

describe.each(WAYS)('by %s', (way) => {
  test('suspend-location: no token is given, those that there are live on, and resume-location ends it', async () => {
    const { install, code, exchange, refresh, ask, shown, here, there, befall } = account()
    const [mine, another] = [await install({ locationId: here }), await install({ locationId: there })]
    const pending = await code({ locationId: here })
    await befall(way, 'suspend-location', here)
    expect((await shown()).locations.map(({ active }: Any) => active)).toEqual([false, true, false, true])
    expect(await exchange(pending)).toMatchObject({ status: 400, json: INACTIVE })
    expect((await refresh(another.refresh_token)).status).toBe(200)
    expect((await ask(mine.access_token)).status).toBe(200)
    await befall(way, 'resume-location', here)
    const { json } = await exchange(pending)
    expect((await refresh(json.refresh_token)).status).toBe(200)
  })

  test('a cause goes before the setting, both ways', async () => {
    const inactiveLocations = 'DemoLocation00000001'
    const { install, refresh, code, exchange, befall, locations } = account({ inactiveLocations })
    const [here, there] = locations.map(({ locationId }) => locationId) as [string, string]
    expect(here).toBe(inactiveLocations)
    expect((await exchange(await code({ locationId: here }))).json).toEqual(INACTIVE)
    await befall(way, 'resume-location', here)
    const mine = await install({ locationId: here })
    await befall(way, 'suspend-location', there)
    expect((await exchange(await code({ locationId: there }))).json).toEqual(INACTIVE)
    expect((await refresh(mine.refresh_token)).status).toBe(200)
  })

  test('uninstall-app: codes and tokens of that install are refused, and a new consent starts afresh', async () => {
    const { session, install, code, exchange, refresh, ask, here, there, befall, installAt, app, companyId } = account()
    const agency = await hoopai.mint(session, session.clock.now(), { companyId })
    const listed = async () => {
      const { json } = await ask(agency, `GET /oauth/installedLocations?companyId=${companyId}&appId=${app.appId}`)
      return json.locations.map(({ isInstalled }: Any) => isInstalled)
    }
    const [mine, another] = [await install({ locationId: here }), await install({ locationId: there })]
    const minted = await hoopai.mint(session, session.clock.now(), { locationId: here })
    const pending = await code({ locationId: here })
    expect(await listed()).toEqual([true, true, false])
    const done = await befall(way, 'uninstall-app', installAt(here))
    if (done)
      expect(done).toEqual({ provider: 'hoopai', cause: 'uninstall-app', object: installAt(here), installed: false })
    for (const token of [mine.access_token, minted])
      expect(await ask(token)).toMatchObject({ status: 401, json: BAD_TOKEN })
    expect(await refresh(mine.refresh_token)).toMatchObject({ status: 401, json: REVOKED })
    expect(await exchange(pending)).toMatchObject({ status: 401, json: REVOKED })
    expect(await listed()).toEqual([false, true, false])
    expect((await ask(another.access_token)).status).toBe(200)
    expect((await refresh(another.refresh_token)).status).toBe(200)
    // What was good before is not good again.
    const fresh = await install({ locationId: here })
    expect((await ask(fresh.access_token)).status).toBe(200)
    expect((await refresh(fresh.refresh_token)).status).toBe(200)
    expect((await ask(mine.access_token)).status).toBe(401)
    expect((await refresh(mine.refresh_token)).json).toEqual(REVOKED)
  })

  test('uninstall-app: an install goes by its app or its place alone too', async () => {
    for (const name of ['app', 'place'] as const) {
      const { install, ask, here, befall, app } = account()
      const { access_token } = await install({ locationId: here })
      await befall(way, 'uninstall-app', name === 'app' ? app.clientId : here)
      expect((await ask(access_token)).json).toEqual(BAD_TOKEN)
    }
  })

  test('uninstall-app of an agency takes the tokens of its locations along', async () => {
    const { install, call, companyId, here, ask, befall, installAt } = account()
    const agency = await install({ companyId })
    const exchanged = await call('POST /oauth/locationToken', {
      token: agency.access_token,
      headers: VERSION,
      form: { companyId, locationId: here },
    })
    expect((await ask(exchanged.json.access_token)).status).toBe(200)
    await befall(way, 'uninstall-app', installAt(companyId))
    for (const { access_token } of [agency, exchanged.json]) expect((await ask(access_token)).json).toEqual(BAD_TOKEN)
  })

  test('revoke-consent: codes and refresh tokens are refused, access tokens live out their day', async () => {
    const { session, install, code, exchange, refresh, ask, here, befall, installAt } = account()
    const mine = await install({ locationId: here })
    const pending = await code({ locationId: here })
    const newest = await install({ locationId: here })
    const done = await befall(way, 'revoke-consent', installAt(here))
    if (done) expect(done).toMatchObject({ object: installAt(here), consented: false })
    for (const { refresh_token } of [mine, newest]) expect((await refresh(refresh_token)).json).toEqual(REVOKED)
    expect((await exchange(pending)).json).toEqual(REVOKED)
    for (const { access_token } of [mine, newest]) expect((await ask(access_token)).status).toBe(200)
    session.clock.advance(DAY)
    expect((await ask(newest.access_token)).json).toEqual(BAD_TOKEN)
    expect((await refresh((await install({ locationId: here })).refresh_token)).status).toBe(200)
  })

  test('rotate-private-token: both work for seven days on the session’s clock, then the old one is refused', async () => {
    const { session, ask, shown, privateIntegrations, befall } = account()
    const [{ token: old, name }, { token: other }] = privateIntegrations as Any
    const done = await befall(way, 'rotate-private-token', way === 'admin' ? old : name)
    const { token } = (await shown()).privateIntegrations[0]
    expect(token).toMatch(/^pit-[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
    expect(token).not.toBe(old)
    if (done)
      expect(done).toEqual({
        ...{ provider: 'hoopai', cause: 'rotate-private-token', object: name, token },
        previousUntil: iso(START + 7 * DAY),
      })
    expect(await hoopai.env(session, '')).toMatchObject({ HOOPAI_PRIVATE_TOKEN: token })
    for (const each of [old, token]) expect((await ask(each)).status).toBe(200)
    session.clock.advance(7 * DAY - 1)
    for (const each of [old, token]) expect((await ask(each)).status).toBe(200)
    session.clock.advance(1)
    expect(await ask(old)).toMatchObject({ status: 401, json: BAD_PIT })
    expect((await ask(token)).status).toBe(200)
    expect((await ask(other, 'GET /calendars/')).status).toBe(200)
  })

  test('rotate-private-token at once, where the overlap is none', async () => {
    const { ask, shown, privateIntegrations, befall } = account({ privateTokenOverlapDays: 0 })
    const { token: old, name } = privateIntegrations[0]!
    expect((await ask(old)).status).toBe(200)
    await befall(way, 'rotate-private-token', name)
    expect((await ask(old)).json).toEqual(BAD_PIT)
    expect((await ask((await shown()).privateIntegrations[0].token)).status).toBe(200)
  })
})

describe('a rule strikes what the call itself has', () => {
  test('a refresh the location of its token, and that token works once it is in service again', async () => {
    const { install, refresh, play, befall, here } = account()
    const { refresh_token } = await install({ locationId: here })
    await play([{ call: 'oauth.token', where: { grant: 'refresh_token' }, times: 1, do: 'suspend-location' }])
    expect(await refresh(refresh_token)).toMatchObject({ status: 400, json: INACTIVE })
    await befall('library', 'resume-location', here)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test.each([
    ['uninstall-app', 401, BAD_TOKEN],
    ['revoke-consent', 200, undefined],
  ] as const)('a call the install of its token: %s answers it %i', async (cause, status, body) => {
    const { install, refresh, ask, play } = account()
    const { access_token, refresh_token } = await install()
    await play([{ call: 'GET /contacts/', times: 1, do: cause }])
    const struck = await ask(access_token)
    expect(struck.status).toBe(status)
    if (body) expect(struck.json).toEqual(body)
    // A refusal before the token is known shows no budget.
    expect('x-ratelimit-remaining' in struck.headers).toBe(status === 200)
    expect((await refresh(refresh_token)).json).toEqual(REVOKED)
  })

  test('a private integration its own token, and no call else', async () => {
    const { session, install, ask, play, privateIntegrations, shown } = account()
    const { access_token } = await install()
    await play([{ provider: 'hoopai', call: 'GET /contacts/', times: 1, do: 'rotate-private-token' }])
    const first = privateIntegrations[0]!.token
    expect((await ask(access_token)).status).toBe(200)
    expect((await shown()).privateIntegrations[0].token).toBe(first)
    expect((await ask(first)).status).toBe(200)
    const { token } = (await shown()).privateIntegrations[0]
    expect(token).not.toBe(first)
    expect((await ask(token)).status).toBe(200)
    session.clock.advance(7 * DAY)
    expect((await ask(first)).json).toEqual(BAD_PIT)
  })
})

test('an old private token stays refused when it was swept, and never comes back', async () => {
  const { session, ask, privateIntegrations, befall } = account()
  const { token, name } = privateIntegrations[0]!
  await befall('library', 'rotate-private-token', name)
  session.clock.advance(9 * DAY)
  await session.state.change(`credential/${(await session.vault.find(token))!.id}`, () => ({
    result: null,
    value: null,
  }))
  expect((await ask(token)).json).toEqual(BAD_PIT)
})

test('rotated again within the overlap, each token has seven days of its own', async () => {
  const { session, ask, privateIntegrations, befall, shown } = account()
  const { token: first, name } = privateIntegrations[0]!
  await befall('library', 'rotate-private-token', name)
  const second = (await shown()).privateIntegrations[0].token
  session.clock.advance(DAY)
  await befall('library', 'rotate-private-token', name)
  const third = (await shown()).privateIntegrations[0].token
  const statuses = async () => Promise.all([first, second, third].map(async (token) => (await ask(token)).status))
  expect(await statuses()).toEqual([200, 200, 200])
  session.clock.advance(6 * DAY)
  expect(await statuses()).toEqual([401, 200, 200])
  session.clock.advance(DAY)
  expect(await statuses()).toEqual([401, 401, 200])
})

test('UNINSTALL is sent to the app that is taken off, once, and nothing more follows', async () => {
  await using target = await receiver()
  const { session, install, call, agenda, app, locationId, locations, companies } = hooked(target.url)
  const first = await install({ locationId })
  await install({ companyId: companies[0]!.companyId })
  await agenda.idle()
  target.heard.length = 0
  await play(session, [{ call: 'GET /contacts/', times: 1, do: 'uninstall-app' }])
  expect((await call(CONTACTS, { token: first.access_token, headers: VERSION })).status).toBe(401)
  await agenda.idle()
  await applyCause(session, hoopai, 'uninstall-app', companies[0]!.companyId)
  await agenda.idle()
  const told = target.heard.map(({ body: { type, locationId, companyId, appId } }) => ({
    type,
    locationId,
    companyId,
    appId,
  }))
  const { appId } = app
  expect(told).toEqual([
    { type: 'UNINSTALL', locationId: locations[0]!.locationId, companyId: undefined, appId },
    { type: 'UNINSTALL', locationId: undefined, companyId: companies[0]!.companyId, appId },
  ])
  target.heard.length = 0
  const token = await hoopai.mint(session, session.clock.now(), { locationId: locations[1]!.locationId })
  const contact = (email: string, locationId: string) => ({ json: { locationId, email, firstName: 'Ada' } })
  await call('POST /contacts/', { token, headers: VERSION, ...contact('a@example.com', locations[1]!.locationId) })
  await agenda.idle()
  expect(target.heard.length).toBeGreaterThan(0)
})

test('an app whose consent was revoked hears of nothing', async () => {
  await using target = await receiver()
  const { session, install, tell, first, agenda, locationId } = hooked(target.url)
  await install({ locationId })
  const contact = await first('contacts')
  await tell('ContactUpdate', contact)
  await applyCause(session, hoopai, 'revoke-consent', locationId)
  await tell('ContactUpdate', contact)
  await agenda.idle()
  expect(target.heard.map(({ body }) => body.type)).toEqual(['INSTALL', 'ContactUpdate'])
})

test('what is not installed cannot be taken off, and what is there is told', async () => {
  const { session, install, installAt, here, companyId } = account()
  const uninstall = (object?: string) => applyCause(session, hoopai, 'uninstall-app', object).catch((error) => error)
  expect(await uninstall()).toMatchObject({ code: 'invalid_request', details: { known: [] } })
  await install({ locationId: here })
  await install({ companyId })
  expect((await uninstall('nowhere')).details.known).toEqual([installAt(here), installAt(companyId)])
  expect(await uninstall()).toMatchObject({ object: installAt(here) })
  expect(await uninstall(companyId)).toMatchObject({ object: installAt(companyId) })
  expect((await uninstall()).details.known).toEqual([])
})

test('a stampede of calls and refreshes while the app is taken off leaves nothing that works', async () => {
  const { session, code, exchange, refresh, ask } = account({}, { openState: () => hostileState(6) })
  const tokens = await Promise.all([1, 2, 3, 4].map(async () => (await exchange(await code())).json))
  const newest = (await exchange(await code())).json
  const codes = await Promise.all([1, 2, 3].map(() => code()))
  await play(session, [{ call: 'GET /contacts/', skip: 20, times: 1, do: 'uninstall-app' }])
  const calls = Array.from({ length: 60 }, () => ask(newest.access_token))
  const refreshes = [...tokens, newest].map(({ refresh_token }) => refresh(refresh_token))
  const exchanges = codes.map((code) => exchange(code))
  const statuses = (await Promise.all(calls)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 401]))
  const issued = (await Promise.all([...refreshes, ...exchanges])).filter(({ status }) => status === 200)
  for (const { json } of issued) {
    expect((await ask(json.access_token)).json).toEqual(BAD_TOKEN)
    expect((await refresh(json.refresh_token)).json).toEqual(REVOKED)
  }
})
