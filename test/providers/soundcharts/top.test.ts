import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BILLIE, NO_SERIES, refusal } from './account.ts'
import { BAD_GUY, reader } from './reader.ts'

const ARTISTS = 'POST /api/v2/top/artists'
const SPOTIFY = { platform: 'spotify', metricType: 'followers' }

interface Count {
  readonly platformCode: string
  readonly metricType: string
  readonly total: number
  readonly month: { readonly volume: number; readonly percent: number }
}
interface Item {
  readonly artist: { readonly uuid: string; readonly name: string }
  readonly social: readonly Count[]
  readonly streaming: readonly Count[]
}

const followers = ({ social }: Item) =>
  social.find(({ platformCode, metricType }) => platformCode === 'spotify' && metricType === 'followers')!

/** Every page, by cursors alone, or by offsets alone. */
async function walk(target: string, body: object, limit: number, by: 'cursor' | 'offset') {
  const { send } = await reader()
  const items: Item[] = []
  let cursor: string | null = null
  for (let offset = 0; ; offset += limit) {
    const at = by === 'cursor' ? `offset=0${cursor ? `&cursor=${cursor}` : ''}` : `offset=${offset}`
    const { status, json } = await send(`${target}?${at}&limit=${limit}`, { json: body })
    expect(status).toBe(200)
    items.push(...json.items)
    cursor = json.page.cursor
    expect(cursor === null).toBe(items.length === json.page.total)
    if (cursor === null) return items
  }
}

describe('sorting', () => {
  test('is by what is asked for, in both directions', async () => {
    const { send } = await reader()
    for (const [sortBy, key] of [
      ['total', (item: Item) => followers(item).total],
      ['volume', (item: Item) => followers(item).month.volume],
    ] as const)
      for (const order of ['desc', 'asc']) {
        const { items } = (await send(ARTISTS, { json: { sort: { ...SPOTIFY, sortBy, period: 'month', order } } })).json
        const keys = items.map(key)
        const sorted = keys.toSorted((a: number, b: number) => a - b)
        expect(keys).toEqual(order === 'asc' ? sorted : sorted.reverse())
      }
  })

  test('tells of each what other routes tell of it', async () => {
    const { send, get } = await reader()
    const { related, items } = (await send(ARTISTS, { json: { sort: SPOTIFY, filters: [] } })).json
    expect(related.updatedAt).toBe('2025-12-31T03:10:01+00:00')
    expect(items[0].artist).toMatchObject({ uuid: BILLIE, name: 'Billie Eilish' })
    for (const item of items.slice(0, 3)) {
      const series = (await get(`/api/v2/artist/${item.artist.uuid}/audience/spotify?endDate=2025-12-31`)).json.items
      expect(followers(item).total).toBe(series.at(-1).followerCount)
    }
    const songs = (
      await send('POST /api/v2/top/songs', { json: { sort: { platform: 'spotify', metricType: 'streams' } } })
    ).json
    const [{ song, audience }] = songs.items
    expect((await get(`/api/v2/song/${song.uuid}`)).json.object).toMatchObject({
      name: song.name,
      releaseDate: song.releaseDate,
    })
    const plays = (await get(`/api/v2/song/${song.uuid}/audience/spotify?endDate=2025-12-31`)).json.items[0].plots
    const total = plays.reduce((sum: number, { value }: { value: number }) => sum + value, 0)
    expect(audience.find(({ platformCode }: Count) => platformCode === 'spotify').total).toBe(total)
    expect(songs.page.total).toBeGreaterThan(5000)
  })

  test.each(['artists', 'songs', 'playlists/spotify', 'playlists/apple-music', 'radios', 'festivals', 'venues'])(
    'of %s needs no body',
    async (kind) => {
      const { items, page } = (await (await reader()).send(`POST /api/v2/top/${kind}?limit=3`)).json
      expect(items).toHaveLength(3)
      expect(page).toMatchObject({ offset: 0, limit: 3 })
    },
  )
})

test('a filtered list is the whole one, filtered', async () => {
  const sort = { sort: SPOTIFY }
  const whole = await walk(ARTISTS, sort, 100, 'offset')
  const { get } = await reader()
  const country = new Map<string, string>()
  for (const { artist } of whole)
    country.set(artist.uuid, (await get(`/api/v2/artist/${artist.uuid}`)).json.object.countryCode)
  const filtered = (filters: object[]) => walk(ARTISTS, { ...sort, filters }, 100, 'offset')
  const metric = { type: 'metric', data: { ...SPOTIFY, min: 10_000, max: 1_000_000 } }
  const inRange = (item: Item) => followers(item).total >= 10_000 && followers(item).total <= 1_000_000
  const french = { type: 'country', data: { values: ['FR', 'GB'], operator: 'in' } }
  const isFrench = ({ artist }: Item) => ['FR', 'GB'].includes(country.get(artist.uuid)!)
  expect(await filtered([metric])).toEqual(whole.filter(inRange))
  expect(await filtered([french, metric])).toEqual(whole.filter(isFrench).filter(inRange))
  const others = { type: 'country', data: { values: ['FR', 'GB'], operator: 'not_in' } }
  expect(await filtered([others])).toEqual(whole.filter((item) => !isFrench(item)))
})

describe('walking', () => {
  test('meets everything once, by offset and by cursor, whatever the limit', async () => {
    const body = { sort: { platform: 'soundcharts', metricType: 'score' } }
    const venues = 'POST /api/v2/top/venues'
    const whole = await walk(venues, body, 100, 'offset')
    expect(new Set(whole.map((item) => JSON.stringify(item))).size).toBe(whole.length)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.constantFrom('cursor', 'offset'), async (limit, by) => {
        expect(await walk(venues, body, limit, by as 'cursor')).toEqual(whole)
      }),
      { numRuns: 10 },
    )
  })

  test('goes no deeper than 50,000 by offset; a cursor begins anew and offset counts from there', async () => {
    const { send } = await reader()
    const at = async (query: string) => (await send(`POST /api/v2/top/songs?${query}&limit=10`)).json
    expect((await at('offset=50000')).items).toEqual([])
    expect(await at('offset=50001')).toEqual(refusal(400, 'Invalid request'))
    const { cursor } = (await at('offset=20')).page
    expect((await at(`offset=30&cursor=${cursor}`)).items).toEqual((await at('offset=60')).items)
    const { page } = await at(`cursor=${cursor}`)
    expect(page.next).toBe(`/api/v2/top/songs?cursor=${cursor}&offset=10&limit=10`)
  })
})

test.each([
  [{ sort: { platform: 'myspace' } }],
  [{ sort: { platform: 'spotify', metricType: 'subscribers' } }],
  [{ sort: { ...SPOTIFY, period: 'year' } }],
  [{ sort: { ...SPOTIFY, order: 'up' } }],
  [{ sort: 'followers' }],
  [{ filters: {} }],
  [{ filters: [{ type: 'colour', data: { values: ['blue'] } }] }],
  [{ filters: [{ type: 'constructor', data: { values: ['blue'] } }] }],
  [{ filters: [{ type: 'country', data: { values: 'FR' } }] }],
  [{ filters: [{ type: 'metric', data: SPOTIFY }] }],
  [{ filters: [{ type: 'metric', data: { ...SPOTIFY, min: '1' } }] }],
  [[]],
])('%j is refused', async (body) => {
  expect((await (await reader()).send(ARTISTS, { json: body })).json).toEqual(refusal(400, 'Invalid request'))
})

test.each(['limit=101', 'cursor=nothing', 'offset=-1'])('%s is refused', async (query) => {
  expect((await (await reader()).send(`${ARTISTS}?${query}`)).json).toEqual(refusal(400, 'Invalid request'))
})

test('is in some plans only, and in the sandbox of its entities', async () => {
  const refused = await (await reader(NO_SERIES)).send(ARTISTS)
  expect([refused.status, refused.json.errors[0].key]).toEqual([403, 'access'])
  const { send } = await reader('sandbox')
  expect((await send(ARTISTS)).json.items.map(({ artist }: Item) => artist.name)).toEqual([
    'Billie Eilish',
    'Tones and I',
  ])
  const songs = (await send('POST /api/v2/top/songs')).json.items
  expect(songs.map(({ song }: { song: { uuid: string } }) => song.uuid)).toContain(BAD_GUY)
  expect(songs).toHaveLength(2)
  expect((await send('POST /api/v2/top/playlists/myspace')).json).toEqual(refusal(400, 'Invalid platform code'))
})
