import { describe, expect, test } from 'vitest'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { hostileState } from '../../core/hostile.ts'
import { account, BILLIE, NOBODY, refusal, TONES } from './account.ts'

const BAD_GUY = '7d534228-5165-11e9-9375-549f35161576'
const BILLIES_ALBUM = 'b202abee-d19e-424e-9285-b420f4b98706'
const BILLIE_LIGHT = {
  uuid: BILLIE,
  slug: 'billie-eilish',
  name: 'Billie Eilish',
  appUrl: 'https://app.soundcharts.com/app/artist/billie-eilish/overview',
  imageUrl: `https://assets.soundcharts.com/artist/c/1/c/${BILLIE}.jpg`,
}

async function get(path: string, settings = {}) {
  const { call, token } = account(settings)
  return call(`GET ${path}`, { token: await token() })
}

describe('recorded entities', () => {
  test('an artist in v2 is the recorded body', async () => {
    expect((await get(`/api/v2/artist/${TONES}`)).text).toBe(
      `{"type":"artist","object":{"uuid":"${TONES}","slug":"tones-and-i","name":"Tones and I","appUrl":"https://app.soundcharts.com/app/artist/tones-and-i/overview","imageUrl":"https://assets.soundcharts.com/artist/0/0/c/${TONES}.jpg","countryCode":"AU"},"errors":[]}`,
    )
  })

  test('an artist in v2.9 has more members', async () => {
    expect((await get(`/api/v2.9/artist/${BILLIE}`)).json.object).toEqual({
      ...BILLIE_LIGHT,
      countryCode: 'US',
      webUrl: 'http://www.billieeilish.com/',
      genres: [
        { root: 'pop', sub: ['pop'] },
        { root: 'r&b', sub: ['r&b'] },
      ],
      biography: '',
      isni: '000000046748058X',
      ipi: '00792187700',
      gender: 'female',
      type: 'person',
      birthDate: null,
      careerStage: 'superstar',
      growthLevel: 'decline',
      cityName: 'Los Angeles',
    })
  })

  test('a song in v2 is the recorded body', async () => {
    expect((await get(`/api/v2/song/${BAD_GUY}`)).json).toEqual({
      type: 'song',
      object: {
        uuid: BAD_GUY,
        name: 'bad guy',
        isrc: 'USUM71900764',
        creditName: 'Billie Eilish & Justin Bieber',
        artists: [BILLIE_LIGHT],
        releaseDate: '2019-03-29T00:00:00+01:00',
        label: 'Darkroom/Interscope Records',
        copyright: '',
        appUrl: `https://app.soundcharts.com/app/song/${BAD_GUY}/overview`,
        imageUrl: `https://assets.soundcharts.com/song/5/6/1/${BAD_GUY}.jpg`,
      },
      errors: [],
    })
  })

  test.each([
    ['/api/v2/artist/by-platform/spotify/6qqNVTkY8uBg9cP3Jd7DAH', 'Billie Eilish'],
    ['/api/v2.9/artist/by-platform/apple-music/1065981054', 'Billie Eilish'],
    ['/api/v2.9/artist/by-platform/instagram/billieeilish', 'Billie Eilish'],
    ['/api/v2.9/artist/by-platform/lastfm/Billie+Eilish', 'Billie Eilish'],
    ['/api/v2.9/artist/by-platform/wikipedia/Billie_Eilish', 'Billie Eilish'],
    ['/api/v2.9/artist/by-platform/spotify/2NjfBq1NflQcKSeiDooVjY', 'Tones and I'],
    ['/api/v2.9/artist/b6fcfa9a-3c82-4257-8bc7-01caedcde083', 'Leanna Firestone'],
    ['/api/v2.9/artist/11e81bbe-5b34-a426-8614-a0369fe50396', 'Alessia Cara'],
    ['/api/v2.25/song/by-isrc/USUM71900764', 'bad guy'],
    ['/api/v2.8/song/by-platform/spotify/2Fxmhks0bxGSBdJ92vM42m', 'bad guy'],
    ['/api/v2/song/2ffc5f25-f191-4551-a1b4-40fe9ddcc075', 'Ur So F**kinG cOoL'],
    ['/api/v2/song/by-isrc/USAT22003425', 'Ur So F**kinG cOoL'],
    ['/api/v2.25/song/by-platform/spotify/7A9rdAz2M6AjRwOa34jxIP', 'Ur So F**kinG cOoL'],
    [`/api/v2.51/album/by-uuid/${BILLIES_ALBUM}`, 'WHEN WE ALL FALL ASLEEP, WHERE DO WE GO?'],
    ['/api/v2.36/album/by-upc/00602577427657', 'WHEN WE ALL FALL ASLEEP, WHERE DO WE GO?'],
  ])('%s is %s', async (path, name) => {
    expect((await get(path)).json.object.name).toBe(name)
  })

  test('an artist of unknown country has an empty one', async () => {
    expect((await get('/api/v2/artist/b6fcfa9a-3c82-4257-8bc7-01caedcde083')).json.object.countryCode).toBe('')
  })
})

describe('versions', () => {
  test('of a song differ in isrc, labels and what is known', async () => {
    const [v2, v28, v225] = await Promise.all(
      ['v2', 'v2.8', 'v2.25'].map(async (version) => (await get(`/api/${version}/song/${BAD_GUY}`)).json.object),
    )
    const isrc = { value: 'USUM71900764', countryCode: 'US', countryName: 'United States' }
    expect([v2.isrc, v28.isrc, v225.isrc]).toEqual(['USUM71900764', isrc, isrc])
    expect(Object.keys(v28).filter((key) => !(key in v2))).toEqual(['genres', 'composers'])
    expect(Object.keys(v28).filter((key) => !(key in v225))).toEqual(['label'])
    expect(v225.labels).toContainEqual({ name: 'Darkroom', type: 'Universal' })
    expect(v225.mainArtists).toEqual([BILLIE_LIGHT])
    expect(Object.keys(v225.audio).sort()).toEqual([
      'acousticness',
      'danceability',
      'energy',
      'instrumentalness',
      'key',
      'liveness',
      'loudness',
      'mode',
      'speechiness',
      'tempo',
      'timeSignature',
      'valence',
    ])
  })

  test('of an album differ in labels, distributor and type', async () => {
    const [v2, v236] = await Promise.all(
      ['v2', 'v2.36'].map(async (version) => (await get(`/api/${version}/album/by-uuid/${BILLIES_ALBUM}`)).json.object),
    )
    expect(v236).toMatchObject({ upc: '00602577427657', totalTracks: 14, type: 'album', artists: [BILLIE_LIGHT] })
    expect(v236.labels).toEqual([
      { name: 'Interscope', type: 'Universal' },
      { name: 'Darkroom', type: 'Universal' },
    ])
    expect(v2.label).toBe('Interscope/Darkroom')
    for (const key of ['labels', 'distributor', 'type']) expect(v2).not.toHaveProperty(key)
  })

  test.each([
    `/api/v2.7/artist/${BILLIE}`,
    `/api/v3/artist/${BILLIE}`,
    `/api/artist/${BILLIE}`,
    `/api/v2/artist/${BILLIE}/`,
  ])('an undeclared one is no route: %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(answer.json).toEqual(refusal(404, 'Not found.'))
  })
})

describe('refusals', () => {
  test.each([
    [`/api/v2/artist/${NOBODY}`, 404, 'Artist not found'],
    ['/api/v2.9/artist/not-a-uuid', 404, 'Artist not found'],
    [`/api/v2.25/song/${NOBODY}`, 404, 'Song not found'],
    [`/api/v2.25/song/${BILLIE}`, 404, 'Song not found'],
    ['/api/v2.25/song/by-isrc/USUM71900765', 404, 'Song not found'],
    [`/api/v2.36/album/by-uuid/${NOBODY}`, 404, 'Album not found'],
    ['/api/v2.36/album/by-upc/1', 404, 'Album not found'],
    ['/api/v2.9/artist/by-platform/spotify/nobody', 404, 'No artist found for this platform identifier'],
    ['/api/v2.25/song/by-platform/spotify/nobody', 404, 'Song not found'],
    ['/api/v2.25/song/by-platform/instagram/nobody', 404, 'Song not found'],
    ['/api/v2.36/album/by-platform/spotify/nobody', 404, 'Album not found'],
    ['/api/v2.9/artist/by-platform/myspace/billieeilish', 400, 'Invalid platform code'],
    ['/api/v2.25/song/by-platform/myspace/x', 400, 'Invalid platform code'],
    ['/api/v2.36/album/by-platform/myspace/x', 400, 'Invalid platform code'],
    [`/api/v2/artist/${BILLIE}/audience/myspace`, 400, 'Invalid platform code'],
    [`/api/v2/artist/${BILLIE}/audience/apple-music`, 404, 'This platform is not a social platform.'],
    [`/api/v2/artist/${BILLIE}/streaming/apple-music`, 404, 'This platform is not a streaming platform.'],
    ['/api/v2.25/song/by-isrc/QZWDN1900410', 410, 'ISRC Blacklisted due to multiple tracks identified from DSP'],
    [
      '/api/v2.25/song/by-platform/spotify/0withdrawnIsrc00000410',
      410,
      'ISRC Blacklisted due to multiple tracks identified from DSP',
    ],
    ['/api/v2/artist/search/a?limit=21', 400, 'Invalid request'],
    [`/api/v2.9/artist/${Array(11).fill(BILLIE).join(',')}`, 400, 'Invalid request'],
    ['/', 404, 'Not found.'],
  ])('%s: %i %s', async (path, status, message) => {
    const answer = await get(path)
    expect(answer.json).toEqual(refusal(status, message))
    expect(answer.status).toBe(status)
  })

  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])(
    '%s on a GET route is 405 with what is allowed',
    async (method) => {
      const { call, token } = account()
      const answer = await call(`${method} /api/v2/artist/${BILLIE}`, { token: await token() })
      expect(answer.json).toEqual(refusal(405, 'Method not allowed.'))
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET'])
    },
  )
})

describe('lists', () => {
  test('up to ten artists at once, as a collection of those that exist', async () => {
    const { json } = await get(`/api/v2.9/artist/${BILLIE},${NOBODY},${TONES}`)
    expect(json.items.map(({ name }: { name: string }) => name)).toEqual(['Billie Eilish', 'Tones and I'])
    expect(json.page.total).toBe(2)
    expect((await get(`/api/v2/artist/${BILLIE},${TONES}`)).status).toBe(404)
  })

  test('a search shows light artists, the exact name first', async () => {
    const { json } = await get('/api/v2/artist/search/billie%20eilish')
    expect(json).toEqual({
      items: [BILLIE_LIGHT],
      page: { offset: 0, limit: 20, next: null, previous: null, total: 1 },
      errors: [],
    })
    expect((await get('/api/v2/artist/search/CARA')).json.items[0].name).toBe('Alessia Cara')
    expect((await get('/api/v2/artist/search/zzz')).json).toMatchObject({ items: [], page: { total: 0 } })
  })

  test('a search shows light songs, the exact name first', async () => {
    const { json } = await get('/api/v2/song/search/Bad%20Guy')
    expect(json.items[0]).toEqual({
      uuid: '7d534228-5165-11e9-9375-549f35161576',
      name: 'bad guy',
      creditName: 'Billie Eilish & Justin Bieber',
    })
    const { items, page } = (await get('/api/v2/song/search/amber?limit=5')).json
    expect([items.length, page.limit]).toEqual([5, 5])
    for (const { uuid, name, creditName } of items)
      expect((await get(`/api/v2/song/${uuid}`)).json.object).toMatchObject({ name, creditName })
    expect((await get('/api/v2/song/search/zzz')).json).toMatchObject({ items: [], page: { limit: 20, total: 0 } })
    expect((await get('/api/v2/song/search/a?limit=21')).json).toEqual(refusal(400, 'Invalid request'))
  })

  test('platforms: all, social and streaming', async () => {
    const codes = async (end: string) =>
      (await get(`/api/v2/referential/platforms${end}`)).json.items.map(({ code }: { code: string }) => code)
    const [all, social, streaming] = await Promise.all(['', '/social', '/streaming'].map(codes))
    expect(all).toEqual(expect.arrayContaining(['spotify', 'apple-music', 'youtube', 'wikipedia', 'songkick']))
    expect(all).toEqual(expect.arrayContaining([...social!, ...streaming!]))
    expect(social).not.toContain('apple-music')
    expect(streaming).toContain('spotify')
    const first = (await get('/api/v2/referential/platforms?limit=1')).json
    expect(first.items).toEqual([{ name: 'Amazon', code: 'amazon' }])
  })
})

describe('CORS', () => {
  const target = `OPTIONS /api/v2/artist/${BILLIE}`

  test('off, a preflight is a call like any other', async () => {
    const { call } = account()
    const answer = await call(target)
    expect(answer.status).toBe(401)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('on, it is answered at once and every answer may be read', async () => {
    const { call, ask } = account({ cors: true })
    for (const path of [target, 'OPTIONS /oauth/token']) {
      const answer = await call(path)
      expect([answer.status, answer.text]).toEqual([204, ''])
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*' })
    }
    expect((await call(`GET /api/v2/artist/${BILLIE}`)).headers['access-control-allow-origin']).toBe('*')
    expect((await ask(0)).headers['access-control-allow-origin']).toBe('*')
  })
})

test('sessions of equal seed see the same bytes on any store, others other artists (D1)', async () => {
  const play = async (options: object) => {
    const { call, token } = account({}, options)
    const value = await token()
    const found = await call('GET /api/v2/artist/search/a?offset=30', { token: value })
    const { uuid } = found.json.items[0]
    const answers = []
    for (const path of [`/api/v2.9/artist/${uuid}`, `/api/v2/artist/${uuid}/streaming/spotify`, '/api/v2/team/usage'])
      answers.push(await call(`GET ${path}`, { token: value }))
    return JSON.stringify([value, found, answers])
  }
  const once = await play({ seed: 5 })
  expect(await play({ seed: 5, name: 'another' })).toBe(once)
  expect(await play({ seed: 5, openState: () => hostileState(2) })).toBe(once)
  expect(await play({ seed: 6 })).not.toBe(once)
})

test('the card names each kind of credential, and one command to try', async () => {
  const { session, clients, keys } = account()
  expect(await soundcharts.credentials(session, 'http://h/soundcharts')).toMatchObject({
    authUrl: 'http://h/soundcharts',
    baseUrl: 'http://h/soundcharts',
    clients: clients.map(({ clientId, clientSecret }) => ({ clientId, clientSecret })),
    legacyKeys: [
      { appId: keys['x-app-id'], apiKey: keys['x-api-key'] },
      { appId: 'soundcharts', apiKey: 'soundcharts' },
    ],
  })
  expect(await soundcharts.env(session, 'http://h/soundcharts')).toEqual({
    SOUNDCHARTS_BASE_URL: 'http://h/soundcharts',
    SOUNDCHARTS_AUTH_URL: 'http://h/soundcharts',
    SOUNDCHARTS_CLIENT_ID: clients[0]!.clientId,
    SOUNDCHARTS_CLIENT_SECRET: clients[0]!.clientSecret,
    SOUNDCHARTS_APP_ID: keys['x-app-id'],
    SOUNDCHARTS_API_KEY: keys['x-api-key'],
  })
  expect(await soundcharts.firstCall(session, 'http://h/soundcharts')).toBe(
    `curl -s http://h/soundcharts/oauth/token -u '${clients[0]!.clientId}:${clients[0]!.clientSecret}' -d grant_type=client_credentials`,
  )
})
