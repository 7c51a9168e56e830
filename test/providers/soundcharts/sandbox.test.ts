import { expect, test } from 'vitest'
import { account, BILLIE, basicOf, ONE_TEAM, refusal, SANDBOX, TONES } from './account.ts'

const get = (path: string) => account().call(`GET ${path}`, { headers: SANDBOX })

test.each([
  `/api/v2/artist/${BILLIE}`,
  `/api/v2.9/artist/${TONES}`,
  '/api/v2.9/artist/by-platform/spotify/6qqNVTkY8uBg9cP3Jd7DAH',
  `/api/v2/artist/${BILLIE}/audience/spotify?startDate=2020-10-01&endDate=2020-10-31`,
  `/api/v2/artist/${BILLIE}/streaming/spotify/listening`,
  '/api/v2.25/song/7d534228-5165-11e9-9375-549f35161576',
  '/api/v2.25/song/by-isrc/USAT22003425',
  '/api/v2.36/album/by-uuid/b202abee-d19e-424e-9285-b420f4b98706',
  `/api/v2/artist/${BILLIE}/current/stats`,
  `/api/v2/artist/${BILLIE}/streaming/spotify`,
  `/api/v2/artist/${TONES}/events`,
  `/api/v2.34/artist/${BILLIE}/albums`,
  `/api/v2.21/artist/${BILLIE}/songs`,
  '/api/v2/song/7d534228-5165-11e9-9375-549f35161576/audience/spotify',
  '/api/v2.26/album/b202abee-d19e-424e-9285-b420f4b98706/tracks',
  '/api/v2/referential/platforms/social',
  '/api/v2/team/usage',
])('has %s', async (path) => {
  expect((await get(path)).status).toBe(200)
})

test('has nothing else, and says so as for an unknown entity', async () => {
  const alessia = '11e81bbe-5b34-a426-8614-a0369fe50396'
  expect((await get(`/api/v2/artist/${alessia}`)).json).toEqual(refusal(404, 'Artist not found'))
  expect((await get(`/api/v2/artist/${alessia}/audience/spotify`)).json).toEqual(refusal(404, 'Artist not found'))
  expect((await get(`/api/v2.9/artist/${alessia},${BILLIE}`)).json.page.total).toBe(1)
  const { call, token } = account()
  const bearer = { token: await token() }
  const found = (await call('GET /api/v2/artist/search/a', bearer)).json.items
  for (const { uuid, name } of found) {
    expect((await call(`GET /api/v2/artist/${uuid}`, bearer)).json.object.name).toBe(name)
    if (![BILLIE, TONES].includes(uuid)) expect((await get(`/api/v2/artist/${uuid}`)).status).toBe(404)
  }
})

test('searches for the terms on its list only', async () => {
  for (const term of ['billie%20eilish', 'Billi%20Eilish', "let's%20dance%20david%20bowie", 'bbc'])
    for (const kind of ['artist', 'song']) expect((await get(`/api/v2/${kind}/search/${term}`)).status).toBe(200)
  for (const path of ['/api/v2/artist/search/alessia', '/api/v2/song/search/amber'])
    expect((await get(path)).json).toEqual(refusal(403, 'You are not authorized to perform this operation'))
})

test('is not reached by a token, unless the switch names its client', async () => {
  const { clients } = account()
  const { clientId } = clients[ONE_TEAM]!
  const status = async (settings: object) => {
    const { call, token } = account(settings as never)
    return (await call('GET /api/v2/artist/search/alessia', { token: await token() })).status
  }
  expect(await status({})).toBe(200)
  expect(await status({ sandboxClient: clientId })).toBe(403)
  const { call } = account()
  expect((await call('POST /oauth/token', { headers: basicOf('soundcharts', 'soundcharts') })).status).toBe(401)
})

test('lists what it has not: a song of a list, an album of a list', async () => {
  const { items: songs } = (await get(`/api/v2.21/artist/${BILLIE}/songs`)).json
  const { items: albums } = (await get(`/api/v2.34/artist/${BILLIE}/albums`)).json
  const songStatus = async ({ uuid }: { uuid: string }) => (await get(`/api/v2.25/song/${uuid}`)).status
  const statuses = await Promise.all(songs.map(songStatus))
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  const other = albums.find(({ uuid }: { uuid: string }) => uuid !== 'b202abee-d19e-424e-9285-b420f4b98706')
  expect((await get(`/api/v2.36/album/by-uuid/${other.uuid}`)).json).toEqual(refusal(404, 'Album not found'))
})

test('sandboxNextRefused refuses every page but the first, in the sandbox alone', async () => {
  const { call, token } = account({ sandboxNextRefused: true })
  const path = 'GET /api/v2/referential/platforms?limit=5'
  const first = await call(path, { headers: SANDBOX })
  expect(first.status).toBe(200)
  const next = `GET ${first.json.page.next}`
  expect((await call(next, { headers: SANDBOX })).json).toEqual(
    refusal(403, 'You are not authorized to perform this operation'),
  )
  expect((await call(next, { token: await token() })).status).toBe(200)
  expect((await account().call(next, { headers: SANDBOX })).status).toBe(200)
})

test('sandboxBurst lets so many calls a second of an address through, and refuses the rest as unknown', async () => {
  const { session, call, token } = account({ sandboxBurst: 3 })
  const status = async (address: string) => (await call('GET /api/v2/team/usage', { headers: SANDBOX, address })).status
  for (let i = 0; i < 3; i++) expect(await status('10.0.0.1')).toBe(200)
  const refused = await call('GET /api/v2/team/usage', { headers: SANDBOX, address: '10.0.0.1' })
  expect([refused.status, refused.json]).toEqual([401, refusal(401, 'Invalid credentials')])
  expect(await status('10.0.0.2')).toBe(200)
  const bearer = { token: await token(), address: '10.0.0.1' }
  for (let i = 0; i < 5; i++) expect((await call('GET /api/v2/team/usage', bearer)).status).toBe(200)
  session.clock.advance(999)
  expect(await status('10.0.0.1')).toBe(401)
  session.clock.advance(1)
  expect(await status('10.0.0.1')).toBe(200)
})
