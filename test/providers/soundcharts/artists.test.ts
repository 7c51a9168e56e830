import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../../src/core/clock.ts'
import { BILLIE, NOBODY, refusal } from './account.ts'
import { reader } from './reader.ts'

// biome-ignore lint/suspicious/noExplicitAny: items of every shape
type Item = any

const ALESSIA = '11e81bbe-5b34-a426-8614-a0369fe50396'
const artist = `/api/v2/artist/${BILLIE}`
const last = (list: Item[]) => list[list.length - 1]
/** An invented artist that is a guest somewhere. */
async function guest({ all }: Awaited<ReturnType<typeof reader>>): Promise<string> {
  for (const { uuid } of (await all('/api/v2/artist/search/e', 20)).slice(20))
    if ((await all(`/api/v2.21/artist/${uuid}/songs?mainPerformer=0`)).length > 0) return uuid
  throw new Error('no guest')
}

describe('identifiers', () => {
  test('lead back to the artist, one of each platform', async () => {
    const { all, get } = await reader()
    const found = await all(`${artist}/identifiers`)
    expect(found.map(({ platformCode }) => platformCode)).toEqual(expect.arrayContaining(['spotify', 'wikipedia']))
    expect(found.find(({ platformCode }) => platformCode === 'spotify')).toEqual({
      platformName: 'Spotify',
      platformCode: 'spotify',
      identifier: '6qqNVTkY8uBg9cP3Jd7DAH',
      url: 'https://open.spotify.com/artist/6qqNVTkY8uBg9cP3Jd7DAH',
      default: true,
      verified: true,
    })
    for (const { platformCode, identifier } of found) {
      const path = `/api/v2.9/artist/by-platform/${platformCode}/${encodeURIComponent(identifier)}`
      expect((await get(path)).json.object?.uuid, path).toBe(BILLIE)
    }
  })

  test('can be asked for one platform, and for the default ones', async () => {
    const { all, get } = await reader()
    const of = async (query: string) =>
      (await all(`/api/v2/song/7d534228-5165-11e9-9375-549f35161576/identifiers?${query}`)).map((each) => [
        each.platformCode,
        each.default,
      ])
    expect(await of('platform=spotify')).toEqual([
      ['spotify', true],
      ['spotify', false],
    ])
    expect(await of('platform=spotify&onlyDefault=true')).toEqual([['spotify', true]])
    expect(await of('onlyDefault=true')).not.toContainEqual([expect.anything(), false])
    expect(await of('platform=wikipedia')).toEqual([])
    expect((await get(`${artist}/identifiers?platform=myspace`)).json).toEqual(refusal(400, 'Invalid platform code'))
    expect((await get(`${artist}/identifiers?onlyDefault=yes`)).json).toEqual(refusal(400, 'Invalid request'))
  })
})

describe('songs', () => {
  test('agree with their own bodies, and are all there', async () => {
    const { all, get } = await reader()
    const songs = await all(`/api/v2.21/artist/${ALESSIA}/songs`, 64)
    expect(new Set(songs.map(({ uuid }) => uuid)).size).toBe(334)
    for (const song of songs.filter((_, i) => i % 40 === 0)) {
      const { object } = (await get(`/api/v2.25/song/${song.uuid}`)).json
      const { uuid, name, creditName, releaseDate } = object
      expect(song).toEqual({ uuid, name, creditName, releaseDate })
      expect(object.artists.map((each: Item) => each.uuid)).toContain(ALESSIA)
    }
  })

  test('of a guest are told from its own', async () => {
    const read = await reader()
    const uuid = await guest(read)
    const of = (query: string) => read.all(`/api/v2.21/artist/${uuid}/songs?${query}`)
    const [all, own, others] = [await of(''), await of('mainPerformer=1'), await of('mainPerformer=0')]
    expect(new Set([...own, ...others].map((each) => each.uuid))).toEqual(new Set(all.map((each) => each.uuid)))
    expect(own.length + others.length).toBe(all.length)
    for (const [list, role] of [
      [own, 'mainArtists'],
      [others, 'featuringArtists'],
    ] as const)
      for (const song of list) {
        const { object } = (await read.get(`/api/v2.25/song/${song.uuid}`)).json
        expect(object[role].map((each: Item) => each.uuid)).toContain(uuid)
      }
    expect((await read.get(`/api/v2.21/artist/${uuid}/songs?mainPerformer=2`)).status).toBe(400)
  })

  const TOTALS: Record<string, string> = { spotifyStream: 'spotify', shazamCount: 'shazam', youtubeViews: 'youtube' }
  test.each(Object.entries(TOTALS))('by %s come in the order of their totals', async (sortBy, platform) => {
    const { all, get } = await reader()
    const songs = await all(`/api/v2.21/artist/${BILLIE}/songs?sortBy=${sortBy}`)
    const totals: number[] = []
    for (const { uuid } of songs) {
      const path = `/api/v2/song/${uuid}/audience/${platform}?startDate=2025-10-10&endDate=2026-01-01`
      const { items } = (await get(path)).json
      // Not every song was counted on the last day: then its total is a little larger by now.
      if (items[0]?.date.startsWith('2026-01-01'))
        totals.push(items[0].plots.reduce((sum: number, plot: Item) => sum + plot.value, 0))
    }
    expect(totals.length).toBeGreaterThan(50)
    expect(totals).toEqual([...totals].sort((a, b) => b - a))
  })

  test('can be sorted by name, date and popularity, in both directions', async () => {
    const { all, get } = await reader()
    const songs = (query: string) => all(`/api/v2.21/artist/${BILLIE}/songs?${query}`)
    const names = (await songs('sortBy=name&sortOrder=asc')).map(({ name }) => name.toLowerCase())
    expect(names).toEqual([...names].sort())
    const dates = (await songs('sortBy=releaseDate')).map(({ releaseDate }) => Date.parse(releaseDate))
    expect(dates).toEqual([...dates].sort((a, b) => b - a))
    const first = await songs('sortBy=spotifyPopularity')
    const values: number[] = []
    for (const { uuid } of first) {
      const { items } = (await get(`/api/v2/song/${uuid}/popularity/spotify?startDate=2026-01-01`)).json
      if (items[0]) values.push(items[0].value)
    }
    expect(values).toEqual([...values].sort((a, b) => b - a))
    expect((await songs('sortBy=spotifyPopularity&sortOrder=asc')).reverse()).toEqual(first)
    expect((await songs('')).map(({ uuid }) => uuid)).toEqual(
      (await songs('sortBy=spotifyStream&sortOrder=desc')).map(({ uuid }) => uuid),
    )
    expect((await get(`/api/v2.21/artist/${BILLIE}/songs?sortBy=colour`)).json).toEqual(refusal(400, 'Invalid request'))
  })

  test('links fill in the defaults of the order', async () => {
    const { get } = await reader()
    const { page } = (await get(`/api/v2.21/artist/${ALESSIA}/songs?limit=100`)).json
    expect(page.next).toBe(
      `/api/v2.21/artist/${ALESSIA}/songs?sortBy=spotifyStream&sortOrder=desc&offset=100&limit=100`,
    )
    const filtered = (await get(`/api/v2.21/artist/${ALESSIA}/songs?limit=5&mainPerformer=1&sortOrder=asc`)).json
    expect(filtered.page.next).toBe(
      `/api/v2.21/artist/${ALESSIA}/songs?mainPerformer=1&sortBy=spotifyStream&sortOrder=asc&offset=5&limit=5`,
    )
  })
})

describe('albums', () => {
  test('agree with their own bodies in every version', async () => {
    const { all, get } = await reader()
    const albums = await all(`/api/v2.34/artist/${ALESSIA}/albums`)
    expect(albums).toHaveLength(105)
    expect(await all(`/api/v2.26/artist/${ALESSIA}/albums`)).toEqual(albums)
    expect(albums.some(({ releaseDate }) => releaseDate === null)).toBe(true)
    for (const album of albums.filter((_, i) => i % 15 === 0)) {
      const { name, creditName, releaseDate, uuid, type } = (await get(`/api/v2.36/album/by-uuid/${album.uuid}`)).json
        .object
      expect(album).toEqual({ name, creditName, releaseDate, uuid, type })
    }
    const [slugged] = await all(`/api/v2.18/artist/${ALESSIA}/albums`)
    expect(Object.keys(slugged)).toEqual(['name', 'creditName', 'slug', 'releaseDate'])
    expect((await get(`/api/v2.27/artist/${ALESSIA}/albums`)).json).toEqual(refusal(404, 'Not found.'))
  })

  test('are filtered by type, which is filtering the whole list', async () => {
    const { all } = await reader()
    const everything = await all(`/api/v2.34/artist/${ALESSIA}/albums`)
    for (const type of ['album', 'single', 'compil'])
      expect(await all(`/api/v2.34/artist/${ALESSIA}/albums?type=${type}`)).toEqual(
        everything.filter((each) => each.type === type),
      )
    expect(await all(`/api/v2.34/artist/${ALESSIA}/albums?type=all`)).toEqual(everything)
  })

  test('are sorted by title or date', async () => {
    const { all } = await reader()
    const of = (query: string) => all(`/api/v2.34/artist/${ALESSIA}/albums?${query}`)
    const titles = (await of('sortBy=title')).map(({ name }) => name.toLowerCase())
    expect(titles).toEqual([...titles].sort())
    const dates = (await of('sortBy=releaseDate&sortOrder=desc')).map(({ releaseDate }) => releaseDate ?? '')
    expect(dates).toEqual([...dates].sort().reverse())
  })
})

test('20 others are related, and none is the artist', async () => {
  const { get, all } = await reader()
  const others = (await all('/api/v2/artist/search/e', 20)).map(({ uuid }) => uuid)
  for (const uuid of [BILLIE, ALESSIA, ...others]) {
    const { items, related } = (await get(`/api/v2/artist/${uuid}/related`)).json
    expect(related.uuid).toBe(uuid)
    expect(new Set(items.map((each: Item) => each.uuid)).size).toBe(20)
    expect(items.map((each: Item) => each.uuid)).not.toContain(uuid)
    expect((await get(`/api/v2/artist/${items[7].uuid}`)).json.object.name).toBe(items[7].name)
  }
})

describe('current stats', () => {
  test('are the last values of the series, with what they grew by', async () => {
    const { get } = await reader()
    const { json } = await get(`${artist}/current/stats?period=30`)
    expect(Object.keys(json)).toEqual(['related', 'social', 'streaming', 'popularity', 'retention', 'score', 'errors'])
    const SERIES: Record<string, (platform: string) => string> = {
      social: (platform) => `audience/${platform}`,
      streaming: (platform) => `streaming/${platform}/listening`,
      popularity: (platform) => `popularity/${platform}`,
      retention: (platform) => `${platform}/retention`,
    }
    for (const [list, path] of Object.entries(SERIES)) {
      expect(json[list].length, list).toBeGreaterThan(2)
      for (const { platform, value, date, evolution, percentEvolution } of json[list]) {
        const { items } = (await get(`${artist}/${path(platform)}?startDate=2025-10-10`)).json
        const read = (item: Item) => item.value ?? item.followerCount
        expect([date, value], `${list} ${platform}`).toEqual([last(items).date, read(last(items))])
        const then = new Date(Date.parse(date) - 30 * 86_400_000).toISOString().slice(0, 10)
        const before = last(items.filter((item: Item) => item.date.slice(0, 10) <= then))
        expect(evolution).toBeCloseTo(value - read(before), 2)
        expect(percentEvolution).toBeCloseTo((evolution / read(before)) * 100, 1)
      }
    }
    const { items } = (await get(`${artist}/soundcharts/score`)).json
    expect(json.score).toEqual([
      expect.objectContaining({ platform: 'soundcharts', value: last(items).score, date: last(items).date }),
    ])
  })

  test('look back 7 days unless asked otherwise, and know no growth before the first day', async () => {
    const { get, session } = await reader()
    expect((await get(`${artist}/current/stats`)).json).toEqual((await get(`${artist}/current/stats?period=7`)).json)
    for (const period of ['0', '-1', 'x', '1.5'])
      expect((await get(`${artist}/current/stats?period=${period}`)).status).toBe(400)
    expect(session.clock.now()).toBe(parseInstant('2026-01-01T00:00:00Z'))
    const { json } = await get(`${artist}/current/stats?period=9000`)
    expect(json.social[0]).toMatchObject({ evolution: null, percentEvolution: null })
  })
})

describe('events', () => {
  test('are past and coming ones, earliest first, at venues and festivals of one city', async () => {
    const { all } = await reader()
    const events = await all(`${artist}/events`)
    const dates = events.map(({ date }) => date)
    expect(dates).toEqual([...dates].sort())
    expect(dates[0] < '2019-03' && last(dates) > '2026-02').toBe(true)
    for (const { type, venue, festival } of events) {
      expect(venue === null).toBe(type === 'online')
      expect(festival !== null).toBe(type === 'festival')
      if (festival) expect(festival.cityName).toBe(venue.cityName)
    }
    expect((await all(`${artist}/events?sortOrder=desc`)).reverse()).toEqual(events)
    for (const type of ['concert', 'festival', 'online'])
      expect(await all(`${artist}/events?type=${type}`)).toEqual(events.filter((event) => event.type === type))
    const year = await all(`${artist}/events?startDate=2025-01-01&endDate=2025-12-31`)
    expect(year).toEqual(events.filter(({ date }) => date.startsWith('2025')))
    expect(year.length).toBeGreaterThan(5)
  })

  test.each(['type=party', 'startDate=2025-02-30', 'startDate=2025-02-02&endDate=2025-02-01', 'sortBy=name'])(
    '%s is refused',
    async (query) => {
      expect((await (await reader()).get(`${artist}/events?${query}`)).status).toBe(400)
    },
  )
})

describe('links', () => {
  const ADD = `POST ${artist}/sources/add`
  const urls = ['https://www.instagram.com/billieeilish', 'https://example.com/x', 'https://open.spotify.com/track/1']

  test('are valid when they have the form of a platform’s page of the kind', async () => {
    const { send } = await reader()
    expect((await send(ADD, { json: { urls } })).json).toEqual({
      type: 'urls_submitted',
      object: { invalidUrls: [urls[1], urls[2]], validUrls: [urls[0]] },
      errors: [],
    })
    const song = 'POST /api/v2/song/7d534228-5165-11e9-9375-549f35161576/sources/add'
    expect((await send(song, { json: { urls } })).json.object.validUrls).toEqual([urls[2]])
  })

  test('are refused without a list of texts, for nobody, and in the sandbox', async () => {
    const { send } = await reader()
    for (const json of [undefined, {}, { urls: [] }, { urls: 'x' }, { urls: [1] }, { urls: ['x', null] }, []])
      expect((await send(ADD, json === undefined ? {} : { json })).json).toEqual(refusal(400, 'Invalid request'))
    const nobody = ADD.replace(BILLIE, NOBODY)
    expect((await send(nobody, { json: { urls } })).json).toEqual(refusal(404, 'Artist not found'))
    const text = 'Sandbox only. This operation is not allowed on sandbox environment'
    const sandbox = await reader('sandbox')
    for (const target of [ADD, nobody]) expect((await sandbox.send(target)).json).toEqual(refusal(405, text))
  })
})
