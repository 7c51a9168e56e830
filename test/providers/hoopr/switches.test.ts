/** Every switch of the card: what the documentation leaves open, the other way. */

import { describe, expect, test } from 'vitest'
import { hoopr } from '../../../src/providers/hoopr/index.ts'
import { stand } from '../../support.ts'
import { demo, FIRST, grant, INACTIVE, refusal, SECOND } from './demo.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any
/** A scenario that does nothing but set these. */
const setting = (values: object) => ({ ...QUIET, settings: { hoopr: values as never } })
const QUIET = { name: 's', marker: true, meet: () => undefined, describe: () => null }

describe('the switch', () => {
  const open = async (settings: object, client = SECOND) => {
    const { call, read, tokenOf } = demo({ settings: { hoopr: settings as never } })
    const token = await tokenOf(client)
    return { call, token, get: (path: string) => read(`GET ${path}`, { token }) }
  }

  test('tokenStatus answers 201', async () => {
    const { call } = await open({ tokenStatus: '201' })
    const answer = await call('POST /v1/auth/token', { json: grant() })
    expect([answer.status, answer.headers['x-hoopr-mode']]).toEqual([201, 'test'])
  })

  test('searchStatus answers 201 to the other POST, and to no GET', async () => {
    const { call, token } = await open({ searchStatus: '201' })
    const answer = await call('POST /v1/search', { token, json: {} })
    expect([answer.status, answer.json.data.totalRecords]).toEqual([201, 1280])
    expect((await call('GET /v1/tracks', { token })).status).toBe(200)
  })

  test.each([
    [false, 200],
    [true, 401],
  ])(
    'secretGeneration rotates the secrets, and rotationRevokes (%s) ends what they bought',
    async (revokes, status) => {
      const { session, call } = stand(hoopr)
      const secret = async () => (await hoopr.env(session, '')).HOOPR_CLIENT_SECRET!
      const ask = async (client_secret: string) =>
        (await call('POST /v1/auth/token', { json: { ...grant(), client_secret } })).json
      const old = await secret()
      const token = (await ask(old)).data.access_token
      session.play(setting({ secretGeneration: 2, rotationRevokes: revokes }))
      expect(await secret()).toMatch(/^hpr_test_[A-Za-z0-9]{32}$/)
      expect(await secret()).not.toBe(old)
      expect(await ask(old)).toEqual(refusal('invalid_client', 'Invalid client credentials'))
      const answer = await call('GET /v1/tracks', { token })
      expect(answer.status).toBe(status)
      if (revokes) {
        expect(answer.json).toEqual(refusal('invalid_token', 'Token invalid or expired'))
        expect(answer.headers).not.toHaveProperty('x-hoopr-mode')
      }
      const fresh = (await ask(await secret())).data.access_token
      for (const each of [fresh, await hoopr.mint(session, session.clock.now(), {})])
        expect((await call('GET /v1/tracks', { token: each })).status).toBe(200)
    },
  )

  test('inactiveClients deactivates at once, and says who is', async () => {
    const { session, call } = stand(hoopr)
    const [first, third] = await Promise.all(
      [FIRST, INACTIVE].map((client) => hoopr.mint(session, session.clock.now(), { client })),
    )
    const statuses = async () => [
      ...(await Promise.all([first, third].map((token) => call('GET /v1/filters', { token: token! })))),
      ...(await Promise.all([FIRST, INACTIVE].map((each) => call('POST /v1/auth/token', { json: grant(each) })))),
    ]
    expect((await statuses()).map(({ status }) => status)).toEqual([200, 403, 200, 403])
    session.play(setting({ inactiveClients: '1, 2' }))
    expect((await statuses()).map(({ status }) => status)).toEqual([403, 200, 403, 200])
    const { clients } = (await hoopr.credentials(session, '')) as Any
    expect(clients.map(({ active }: Any) => active)).toEqual([false, false, true])
  })

  test('otherMode names the mode that it is not', async () => {
    const { call, token } = await open({ otherMode: true })
    const answer = await call('POST /v1/auth/token', { json: grant(FIRST, 'live') })
    expect([answer.json.data.mode, answer.headers['x-hoopr-mode']]).toEqual(['test', 'test'])
    const listed = await call('GET /v1/tracks/midnight-drive', { token })
    expect([listed.status, listed.headers['x-hoopr-mode']]).toEqual([200, 'live'])
  })

  test('serviceVersion is shown in header and body', async () => {
    const { call } = await open({ serviceVersion: '9.9.9-rc.1+build' })
    const answer = await call('GET /version')
    expect(answer.json.data.serviceVersion).toBe('9.9.9-rc.1+build')
    expect(answer.headers['x-service-version']).toBe('9.9.9-rc.1+build')
  })

  test('unknownFields puts a new field into every object, of refusals too', async () => {
    const { call, token } = await open({ unknownFields: true })
    const objects = (value: Any): Any[] =>
      typeof value !== 'object' || value === null
        ? []
        : [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objects)]
    for (const target of ['GET /v1/tracks?pageSize=2', 'GET /v1/filters', 'GET /v1/tracks/none', 'GET /version']) {
      const found = objects((await call(target, { token })).json)
      expect(found.length).toBeGreaterThan(1)
      for (const object of found) expect(object).toHaveProperty('addedLater')
    }
  })

  test('sparse leaves fields out, the same ones each time, and never id and slug', async () => {
    const [{ get }, full] = [await open({ sparse: true }), await open({})]
    const { items } = await get('/v1/tracks?pageSize=100')
    const whole = (await full.get('/v1/tracks?pageSize=100')).items
    const dropped = new Set<string>()
    for (const [i, track] of items.entries()) {
      expect(whole[i]).toMatchObject(track)
      for (const field in whole[i]) if (!(field in track)) dropped.add(field)
      if (whole[i].type === 'sfx')
        for (const field of ['bpm', 'songKey', 'timeSignature']) expect(track).not.toHaveProperty(field)
    }
    expect([...dropped].sort()).toEqual(
      Object.keys(whole[0])
        .filter((field) => !['id', 'slug'].includes(field))
        .sort(),
    )
    expect((await get('/v1/tracks?pageSize=100')).items).toEqual(items)
  })

  test('shortTopTracks shows the fields of the sample', async () => {
    const { get } = await open({ shortTopTracks: true })
    const [track] = (await get('/v1/tracks-top')).items
    expect(Object.keys(track)).toEqual(['id', 'name', 'slug', 'type', 'durationSeconds', 'usageCount', 'artworkUrl'])
  })

  test('extraFilterGroup adds a group that can be asked for', async () => {
    const { get } = await open({ extraFilterGroup: true })
    const filters = await get('/v1/filters')
    expect(Object.keys(filters)).toEqual(['genre', 'mood', 'usecase', 'instrument'])
    expect(await get('/v1/filters?type=instrument')).toEqual({ instrument: filters.instrument })
  })
})
