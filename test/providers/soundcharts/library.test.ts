import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { account, BILLIE, NO_SERIES, ONE_TEAM, refusal, SEVERAL_TEAMS } from './account.ts'
import { BAD_GUY, reader } from './reader.ts'

const ON_SPOTIFY = { platformCode: 'spotify', identifier: '6qqNVTkY8uBg9cP3Jd7DAH' }
const ON_DEEZER = { platformCode: 'deezer', identifier: '9635624' }
const UNKNOWN = { platformCode: 'deezer', identifier: 'nobody' }
const NOWHERE = { platformCode: 'myspace', identifier: '9635624' }
const ARTISTS = '/api/v2/library/artist'

test('what is added is there, once, in the order in which it came; what is removed is gone', async () => {
  const { send, all } = await reader()
  const add = async (...identifiers: object[]) => (await send(`POST ${ARTISTS}`, { json: { identifiers } })).json
  const remove = async (...identifiers: object[]) => (await send(`DELETE ${ARTISTS}`, { json: { identifiers } })).json
  expect(await all(ARTISTS)).toEqual([])
  expect(await add(ON_DEEZER, UNKNOWN, NOWHERE)).toEqual({ sent: 3, updated: 1, duplicate: 0, ignored: 2, errors: [] })
  expect(await add(ON_SPOTIFY, ON_DEEZER, ON_SPOTIFY)).toEqual({
    sent: 3,
    updated: 1,
    duplicate: 2,
    ignored: 0,
    errors: [],
  })
  const artist = expect.objectContaining({ uuid: BILLIE, slug: 'billie-eilish' })
  expect(await all(ARTISTS)).toEqual([
    { ...ON_DEEZER, artist },
    { ...ON_SPOTIFY, artist },
  ])
  expect(await remove(ON_DEEZER, ON_DEEZER, UNKNOWN)).toMatchObject({ sent: 3, updated: 1, ignored: 1 })
  expect(await all(ARTISTS)).toEqual([{ ...ON_SPOTIFY, artist }])
  expect(await remove(ON_DEEZER)).toMatchObject({ updated: 0, duplicate: 1 })
})

test('songs have a library of their own', async () => {
  const { send, all } = await reader()
  const song = { platformCode: 'spotify', identifier: '2Fxmhks0bxGSBdJ92vM42m' }
  const sent = await send('POST /api/v2/library/song', { json: { identifiers: [song, ON_SPOTIFY] } })
  expect(sent.json).toEqual({ sent: 2, updated: 1, duplicate: 0, ignored: 1, errors: [] })
  expect(await all('/api/v2/library/song')).toEqual([
    { ...song, song: { uuid: BAD_GUY, name: 'bad guy', creditName: 'Billie Eilish & Justin Bieber' } },
  ])
  expect(await all(ARTISTS)).toEqual([])
})

test('paging visits every record once, whatever the page', async () => {
  const { send, get, all } = await reader()
  const found = (await get('/api/v2/artist/search/a')).json.items
  const identifiers = []
  for (const { uuid } of found)
    for (const { platformCode, identifier } of (await get(`/api/v2/artist/${uuid}/identifiers`)).json.items)
      identifiers.push({ platformCode, identifier })
  expect((await send(`POST ${ARTISTS}`, { json: { identifiers } })).json.updated).toBe(identifiers.length)
  for (const limit of [1, 7, 100]) {
    const items = await all(ARTISTS, limit)
    expect(items.map(({ platformCode, identifier }) => ({ platformCode, identifier }))).toEqual(identifiers)
  }
})

test('a hundred at once lose nothing, on a state that runs steps twice', async () => {
  const { send, all } = await reader(ONE_TEAM, { openState: () => hostileState(7) })
  const codes = ['spotify', 'deezer', 'amazon', 'tidal', 'genius', 'shazam', 'songkick', 'apple-music']
  const known = (await all(`/api/v2/artist/${BILLIE}/identifiers`)).filter(({ platformCode }) =>
    codes.includes(platformCode),
  )
  const sent = Array.from({ length: 100 }, (_, i) => known[i % known.length]).map(({ platformCode, identifier }) =>
    send(`POST ${ARTISTS}`, { json: { identifiers: [{ platformCode, identifier }] } }),
  )
  const updated = (await Promise.all(sent)).map(({ json }) => json.updated)
  expect(updated.reduce((sum, each) => sum + each, 0)).toBe(known.length)
  expect(await all(ARTISTS)).toHaveLength(known.length)
})

describe('refusals', () => {
  test.each([
    [{}],
    [{ identifiers: [] }],
    [{ identifiers: 'spotify' }],
    [{ identifiers: [null] }],
    [{ identifiers: [{ platformCode: 'spotify' }] }],
    [{ identifiers: [{ platformCode: 'spotify', identifier: 1 }] }],
  ])('%j', async (body) => {
    const { send, all } = await reader()
    for (const method of ['POST', 'DELETE'])
      expect((await send(`${method} ${ARTISTS}`, { json: body })).json).toEqual(refusal(400, 'Invalid request'))
    expect((await send(`POST ${ARTISTS}`, { body: 'identifiers=1' })).json).toEqual(refusal(400, 'Invalid request'))
    expect(await all(ARTISTS)).toEqual([])
  })

  test('the sandbox writes nothing', async () => {
    const { send, all } = await reader('sandbox')
    for (const method of ['POST', 'DELETE']) {
      const answer = await send(`${method} ${ARTISTS}`, { json: { identifiers: [ON_SPOTIFY] } })
      const message = 'Sandbox only. This operation is not allowed on sandbox environment'
      expect([answer.status, answer.json]).toEqual([405, refusal(405, message)])
    }
    expect(await all(ARTISTS)).toEqual([])
  })

  test('is in some plans only; another team has a library of its own', async () => {
    expect((await (await reader(NO_SERIES)).get(ARTISTS)).status).toBe(403)
    const { call, token } = account()
    const [mine, theirs] = [{ token: await token(ONE_TEAM) }, { token: await token(SEVERAL_TEAMS) }]
    await call(`POST ${ARTISTS}`, { ...mine, json: { identifiers: [ON_SPOTIFY] } })
    expect((await call(`GET ${ARTISTS}`, mine)).json.page.total).toBe(1)
    expect((await call(`GET ${ARTISTS}`, theirs)).json.page.total).toBe(0)
  })
})

test('a session that only reads holds nothing of it', async () => {
  const { session, all, send } = await reader()
  for (const path of ['/api/v2.22/radio', ARTISTS, '/api/v2.20/playlist/by-type/spotify/editorial']) await all(path)
  await send('POST /api/v2/top/artists')
  await send(`DELETE ${ARTISTS}`, { json: { identifiers: [ON_SPOTIFY] } })
  expect(await session.state.keys('soundcharts')).toEqual([])
})
