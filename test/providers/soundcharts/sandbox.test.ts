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
