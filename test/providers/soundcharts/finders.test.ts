import { describe, expect, test } from 'vitest'
import { BILLIE, refusal, TONES } from './account.ts'
import { BAD_GUY, GROWN_UP, reader, TOP_HITS } from './reader.ts'

const LISTS = [
  '/api/v2/referential/platforms',
  '/api/v2/referential/platforms/social',
  '/api/v2/referential/platforms/streaming',
  '/api/v2/chart/song/platforms',
  '/api/v2/chart/album/platforms',
  '/api/v2/playlist/platforms',
  '/api/v2/radio/countries',
  '/api/v2/artist/genres',
  '/api/v2/referential/song/genres',
  '/api/v2/referential/label-types',
  '/api/v2/referential/distributors',
  '/api/v2/referential/lyrics-attributes?attribute=moods',
]

describe('referential lists', () => {
  test.each(LISTS)('%s pages through each item once', async (path) => {
    const { all } = await reader()
    const items = (await all(path)).map((item) => JSON.stringify(item))
    expect(items.length).toBeGreaterThan(1)
    expect(new Set(items).size).toBe(items.length)
    expect((await all(path, 2)).map((item) => JSON.stringify(item))).toEqual(items)
  })

  test('the platforms of playlists are the recorded body', async () => {
    expect((await (await reader()).get('/api/v2/playlist/platforms')).text).toBe(
      '{"items":[{"name":"Amazon","code":"amazon"},{"name":"Apple Music","code":"apple-music"},{"name":"Deezer","code":"deezer"},{"name":"Spotify","code":"spotify"},{"name":"YouTube","code":"youtube"}],"page":{"offset":0,"limit":100,"next":null,"previous":null,"total":5},"errors":[]}',
    )
  })

  test('genres are those of artists, one root if wanted, in both directions', async () => {
    const { get, all } = await reader()
    const roots = (await all('/api/v2/artist/genres')).map(({ root }) => root)
    expect(roots).toEqual(roots.toSorted())
    expect((await all('/api/v2/artist/genres?sortOrder=desc')).map(({ root }) => root)).toEqual(roots.toReversed())
    for (const { root } of (await get(`/api/v2.9/artist/${BILLIE}`)).json.object.genres) {
      expect(roots).toContain(root)
      expect((await all(`/api/v2/artist/genres?genre=${encodeURIComponent(root)}`)).map((genre) => genre.root)).toEqual(
        [root],
      )
    }
  })

  test('words of lyrics are of one attribute, and hold the term', async () => {
    const { get, all } = await reader()
    const path = '/api/v2/referential/lyrics-attributes'
    const themes = await all(`${path}?attribute=themes`)
    expect(await all(`${path}?attribute=themes&term=LO`)).toEqual(
      themes.filter((theme) => theme.toLowerCase().includes('lo')),
    )
    for (const query of ['', '?attribute=', '?attribute=colours']) {
      expect((await get(`${path}${query}`)).json).toEqual(refusal(400, 'Invalid request'))
    }
  })
})

describe('search', () => {
  test.each(['album', 'festival', 'venue', 'collaborator', 'playlist', 'radio'])(
    'finds a %s by its name',
    async (kind) => {
      const { get } = await reader()
      const { items, page } = (await get(`/api/v2/${kind}/search/e`)).json
      expect(items.length).toBeGreaterThan(0)
      expect(page.limit).toBe(20)
      const [{ name }] = items
      expect((await get(`/api/v2/${kind}/search/${encodeURIComponent(name)}`)).json.items).toContainEqual(items[0])
      expect((await get(`/api/v2/${kind}/search/zzz`)).json.items).toEqual([])
      expect((await get(`/api/v2/${kind}/search/e?limit=21`)).json).toEqual(refusal(400, 'Invalid request'))
    },
  )

  test('in the sandbox finds what the sandbox has', async () => {
    const withdrawn = { isrcs: [], identifiers: {} }
    const fixtures = { soundcharts: { sandbox: { terms: ['a'], withdrawn } } }
    const { get } = await reader('sandbox', { fixtures })
    const names = async (kind: string) =>
      (await get(`/api/v2/${kind}/search/a`)).json.items.map(({ name }: { name: string }) => name).toSorted()
    expect(await names('playlist')).toEqual(['All Grown Up', 'RapCaviar'])
    expect(await names('artist')).toEqual(['Tones and I'])
    for (const kind of ['festival', 'venue', 'collaborator', 'radio'])
      expect((await names(kind)).filter((name: string) => !name.startsWith('BBC'))).toEqual([])
  })

  test('finds albums that can be fetched, and venues that artists play in', async () => {
    const { get, all } = await reader()
    const [album] = (await get('/api/v2/album/search/when%20we%20all')).json.items
    expect((await get(`/api/v2.36/album/by-uuid/${album.uuid}`)).json.object).toMatchObject(album)
    const { venue } = (await all(`/api/v2/artist/${TONES}/events`)).find((event) => event.venue)
    expect((await get(`/api/v2/venue/search/${encodeURIComponent(venue.name)}`)).json.items).toContainEqual(venue)
  })
})

describe('an address', () => {
  const at = (url: string) => `/api/v2/search/external/url?platformUrl=${encodeURIComponent(url)}`

  test.each([
    ['https://open.spotify.com/artist/6qqNVTkY8uBg9cP3Jd7DAH', 'artist', BILLIE, '/app/artist/billie-eilish/overview'],
    ['https://open.spotify.com/track/2Fxmhks0bxGSBdJ92vM42m', 'song', BAD_GUY, `/app/song/${BAD_GUY}/overview`],
    ['https://open.spotify.com/track/2Fxmhks0bxGSBdJ92vM42m?si=abc', 'song', BAD_GUY, `/app/song/${BAD_GUY}/overview`],
    ['https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M/', 'playlist', TOP_HITS, `/app/playlist/${TOP_HITS}`],
  ])('%s leads to a %s', async (url, type, uuid, path) => {
    const { json } = await (await reader()).get(at(url))
    expect(json).toEqual({ type, url: `https://app.soundcharts.com${path}`, uuid, errors: [] })
  })

  test('is that of every identifier that has one', async () => {
    const { get, all } = await reader()
    for (const [kind, uuid] of [
      ['artist', TONES],
      ['song', BAD_GUY],
    ]) {
      const identifiers = (await all(`/api/v2/${kind}/${uuid}/identifiers`)).filter(({ url }) => url !== '')
      expect(identifiers.length).toBeGreaterThan(3)
      for (const { url } of identifiers) expect((await get(at(url))).json, url).toMatchObject({ type: kind, uuid })
    }
  })

  test('that is missing, unknown, or outside the sandbox is refused', async () => {
    const { get } = await reader()
    expect((await get('/api/v2/search/external/url')).json).toEqual(refusal(400, 'Invalid request'))
    const unknown = refusal(404, 'No Soundcharts url found for this platform url')
    for (const url of ['https://open.spotify.com/artist/nobody', 'https://example.com/', 'nothing'])
      expect((await get(at(url))).json).toEqual(unknown)
    const sandbox = await reader('sandbox')
    expect((await sandbox.get(at('https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M'))).json).toEqual(unknown)
    expect((await sandbox.get(at('https://open.spotify.com/artist/6qqNVTkY8uBg9cP3Jd7DAH'))).status).toBe(200)
    expect((await sandbox.get(`/api/v2.8/playlist/${GROWN_UP}`)).status).toBe(200)
  })
})
