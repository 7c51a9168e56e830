import { describe, expect, test } from 'vitest'
import { Session } from '../../../src/core/session.ts'
import { hoopai, type Settings } from '../../../src/providers/hoopai/index.ts'
import { connect, having, VERSION } from './connect.ts'
import { locationClient } from './location.ts'

const HIGHLEVEL = having({ profile: 'highlevel' })
const settingsOf = (options: ConstructorParameters<typeof Session>[0]) =>
  new Session(options).settings(hoopai) as Settings
const script = (settings: object) => ({
  name: 's',
  marker: false,
  settings: { hoopai: settings as Record<string, string | number> },
  describe: () => null,
  meet: () => undefined,
})

describe('a profile', () => {
  test('is the seeds’ unless told, which is every default', () => {
    const defaults = Object.entries(hoopai.settings).map(([name, setting]) => [name, setting.default])
    expect(settingsOf({})).toEqual(Object.fromEntries(defaults))
    expect(settingsOf(having({ profile: 'seed' }))).toEqual(settingsOf({}))
  })

  test('sets several settings together, known ones, each to something else', () => {
    const usual = settingsOf({}) as Record<string, unknown>
    const { highlevel } = hoopai.profiles!
    for (const [name, value] of Object.entries(highlevel!)) {
      expect(usual, name).toHaveProperty(name)
      expect(usual[name], name).not.toBe(value)
      expect(typeof value, name).toBe(typeof usual[name])
    }
    expect(settingsOf(HIGHLEVEL)).toEqual({ ...usual, ...highlevel, profile: 'highlevel' })
    expect(Object.keys(hoopai.profiles!)).toEqual(
      (hoopai.settings.profile as { readonly options?: readonly string[] }).options,
    )
  })

  test('gives way to whatever is set by itself, by the session and by the scenario', () => {
    expect(settingsOf(having({ profile: 'highlevel', strictScopes: false })).strictScopes).toBe(false)
    const both = { ...having({ refreshGraceSeconds: 5 }), script: script({ profile: 'highlevel' }) }
    expect(settingsOf(both)).toMatchObject({ refreshGraceSeconds: 5, strictScopes: true })
    expect(settingsOf({ ...HIGHLEVEL, script: script({ profile: 'seed' }) })).toMatchObject({ strictScopes: false })
    expect(settingsOf({ ...HIGHLEVEL, script: script({ sendStatus: '200' }) })).toMatchObject({
      sendStatus: '200',
      exchangeStatus: '201',
    })
  })

  test('highlevel is what HighLevel does: fine scopes, a named location, 201, a grace for refreshes', async () => {
    const { call, locationId } = await locationClient(HIGHLEVEL)
    expect((await call('GET /contacts/')).status).toBe(403)
    expect((await call(`GET /contacts/?locationId=${locationId}`)).status).toBe(200)
    const { contacts } = (await call(`GET /contacts/?locationId=${locationId}&limit=1`)).json
    const json = { type: 'SMS', contactId: contacts[0].id, message: 'hi' }
    expect((await call('POST /conversations/messages', { json })).status).toBe(201)

    const coarse = await locationClient(HIGHLEVEL, { scopes: ['conversations.write', 'calendars.readonly'] })
    expect((await coarse.call('POST /conversations/messages', { json })).status).toBe(401)
    expect(
      (
        await (
          await locationClient({}, { scopes: ['conversations.write'] })
        ).call('POST /conversations/messages', { json })
      ).status,
    ).toBe(200)

    const { install, refresh } = connect(HIGHLEVEL)
    const { refresh_token, expires_in } = await install()
    expect(expires_in).toBe(86_399)
    const [once, twice] = [await refresh(refresh_token), await refresh(refresh_token)]
    expect([once.status, twice.text]).toEqual([200, once.text])
  })
})

describe('a setting', () => {
  test('suspends locations: their refresh tokens rest, and the page does not offer them', async () => {
    const { locations, install, refresh, session } = connect()
    const [first, second] = locations.map(({ locationId }) => locationId)
    const { refresh_token } = await install()
    session.play(script({ inactiveLocations: `${second}, ${first}` }))
    expect(await refresh(refresh_token)).toMatchObject({ status: 400, json: { message: 'Location is not active' } })
    session.play(undefined)
    expect((await refresh(refresh_token)).status).toBe(200)

    const { call, client, redirectUri } = connect(having({ inactiveLocations: first! }))
    const query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'contacts.readonly',
      step: 'choose',
    })
    const { text } = await call(`GET /oauth/chooselocation?${query}`)
    expect([text.includes(first!), text.includes(second!)]).toEqual([false, true])
  })

  test('tells of a missing record in the other shape that was seen', async () => {
    const { call } = await locationClient(having({ notFoundShape: 'error' }))
    expect(await call('GET /contacts/none')).toMatchObject({
      status: 400,
      text: '{"error":"Contact with id none not found","status":400}',
    })
  })

  test('is named by every row of the card that it turns', () => {
    const rows = [...hoopai.routes, ...hoopai.budgets, ...Object.values(hoopai.errors), ...hoopai.parameters!]
    const named = rows.flatMap(({ switch: name }) => name ?? [])
    expect(named).toEqual(
      expect.arrayContaining(['expiredTokenText', 'scopeStatus', 'sharedLocationBudget', 'sendStatus']),
    )
    for (const name of named) expect([...Object.keys(hoopai.settings), 'limits']).toContain(name)
  })
})

describe('the card', () => {
  test('lists every header that an answer carries', async () => {
    const { call, install, client, redirectUri, code, exchange } = connect(having({ autoConsent: true }))
    const query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'contacts.readonly',
    })
    const { access_token: token } = await install()
    const answers = [
      await call(`GET /oauth/chooselocation?${query}`),
      await exchange(await code()),
      await call('GET /contacts/', { token, headers: VERSION }),
      await call('GET /contacts/none', { token, headers: VERSION }),
      await call('GET /contacts/'),
      await call('GET /nothing'),
    ]
    const seen = new Set(answers.flatMap(({ headers }) => Object.keys(headers)))
    expect([...seen].sort()).toEqual(Object.keys(hoopai.answerHeaders!).sort())
  })

  test('names for any route with a token what such a route answers before its own part', async () => {
    const { refuses = [], errors, parameters = [] } = hoopai
    for (const code of refuses) expect(errors, code).toHaveProperty(code)
    expect(refuses).toEqual(expect.arrayContaining(['version_missing', 'missing_token', 'insufficient_scope']))
    const { call } = await locationClient()
    const { schema } = parameters.find(({ name }) => name === 'Version')!
    for (const version of schema.enum as string[])
      expect((await call('GET /contacts/?limit=1', { headers: { version } })).status).toBe(200)
  })
})
