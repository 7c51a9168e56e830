import { describe, expect, test } from 'vitest'
import { dateOf, dayOf } from '../../../src/providers/soundcharts/data/series.ts'
import { BILLIE, NOBODY, refusal, TONES } from './account.ts'
import { BAD_GUY, reader } from './reader.ts'

// biome-ignore lint/suspicious/noExplicitAny: items of every shape
type Item = any

const ALBUM = 'b202abee-d19e-424e-9285-b420f4b98706'
const total = ({ plots }: Item) => plots.reduce((sum: number, { value }: Item) => sum + value, 0)
const days = (items: Item[]) => items.map(({ date }) => date.slice(0, 10))

describe('an album', () => {
  test('has its tracks in order, and each song names it', async () => {
    const { all, get } = await reader()
    const tracks = await all(`/api/v2.26/album/${ALBUM}/tracks`, 5)
    expect(tracks.map(({ discNumber, number }) => [discNumber, number])).toEqual(tracks.map((_, i) => [1, i + 1]))
    const { object } = (await get(`/api/v2.36/album/by-uuid/${ALBUM}`)).json
    expect(tracks).toHaveLength(object.totalTracks)
    expect(tracks[0].song).toEqual({ uuid: BAD_GUY, name: 'bad guy', creditName: 'Billie Eilish & Justin Bieber' })
    for (const { song } of tracks) {
      const albums = await all(`/api/v2/song/${song.uuid}/albums`)
      expect(albums.map(({ uuid }) => uuid)).toEqual([ALBUM])
      expect(albums[0]).toMatchObject({ name: object.name, type: object.type, releaseDate: object.releaseDate })
      expect((await get(`/api/v2.25/song/${song.uuid}`)).json.object.creditName).toBe(song.creditName)
    }
    expect(await all(`/api/v2/song/${BAD_GUY}/albums?type=single`)).toEqual([])
  })

  test.each(['album', 'song'])('and a song: identifiers of a %s lead back to it', async (kind) => {
    const { all, get } = await reader()
    const uuids = kind === 'album' ? [ALBUM] : [BAD_GUY, '2ffc5f25-f191-4551-a1b4-40fe9ddcc075']
    const versions: Record<string, string> = { album: 'v2.26', song: 'v2' }
    for (const uuid of uuids) {
      const found = await all(`/api/${versions[kind]}/${kind}/${uuid}/identifiers`)
      expect(found.length).toBeGreaterThan(8)
      for (const { platformCode, identifier, url } of found) {
        expect(url).toContain(identifier)
        const path = `/api/v2/${kind}/by-platform/${platformCode}/${encodeURIComponent(identifier)}`
        expect((await get(path)).json.object?.uuid, path).toBe(uuid)
      }
    }
  })

  test('is found in every version, and by nothing else', async () => {
    const { get } = await reader()
    const [newest, older] = [
      await get(`/api/v2.51/album/by-uuid/${ALBUM}`),
      await get(`/api/v2.36/album/by-uuid/${ALBUM}`),
    ]
    expect(newest.json).toEqual(older.json)
    for (const path of [
      `v2.26/album/${NOBODY}/tracks`,
      `v2.26/album/${NOBODY}/identifiers`,
      `v2/album/${BAD_GUY}/audience/spotify`,
    ])
      expect((await get(`/api/${path}`)).json).toEqual(refusal(404, 'Album not found'))
    expect((await get(`/api/v2/album/${ALBUM}/tracks`)).json).toEqual(refusal(404, 'Not found.'))
  })
})

describe('plays', () => {
  const AUDIENCES = [
    `song/${BAD_GUY}/audience/spotify`,
    `song/${BAD_GUY}/audience/youtube`,
    `album/${ALBUM}/audience/spotify`,
    `album/${ALBUM}/audience/deezer`,
  ]
  test.each(AUDIENCES)('of %s are running totals, newest first, of the last 30 days', async (path) => {
    const { all } = await reader()
    const items = await all(`/api/v2/${path}`, 7)
    const found = days(items)
    expect(found).toEqual([...found].sort().reverse())
    expect(found[0]! <= '2026-01-01' && found.at(-1)! >= '2025-12-02').toBe(true)
    expect(found.length).toBeGreaterThan(24)
    const totals = items.map(total)
    expect(totals).toEqual([...totals].sort((a, b) => b - a))
    expect(totals[0]).toBeGreaterThan(totals.at(-1)!)
  })

  test('are counted under each identifier, and asked for by one', async () => {
    const { all } = await reader()
    const path = `/api/v2/song/${BAD_GUY}/audience/spotify`
    const items = await all(path)
    const identifiers = (await all(`/api/v2/song/${BAD_GUY}/identifiers?platform=spotify`)).map(
      (each) => each.identifier,
    )
    expect(identifiers).toHaveLength(2)
    for (const { plots } of items) expect(plots.map((plot: Item) => plot.identifier)).toEqual(identifiers)
    for (const [i, identifier] of identifiers.entries())
      expect(await all(`${path}?identifier=${identifier}`)).toEqual(
        items.map(({ date, plots }) => ({ date, plots: [plots[i]] })),
      )
    expect(await all(`${path}?identifier=nobody`)).toEqual([])
    const [one] = await all('/api/v2/song/2ffc5f25-f191-4551-a1b4-40fe9ddcc075/audience/spotify')
    expect(one.plots).toEqual([{ identifier: '7A9rdAz2M6AjRwOa34jxIP', value: expect.any(Number) }])
  })

  test('of an album are those of its songs', async () => {
    const { all, get } = await reader()
    const tracks = await all(`/api/v2.26/album/${ALBUM}/tracks`)
    const window = 'startDate=2025-11-01&endDate=2025-12-31'
    const sums = new Map<string, number[]>()
    for (const { song } of tracks)
      for (const item of (await get(`/api/v2/song/${song.uuid}/audience/spotify?${window}`)).json.items)
        sums.set(item.date, [...(sums.get(item.date) ?? []), total(item)])
    const whole = [...sums].filter(([, values]) => values.length === tracks.length)
    const album = new Map(
      (await all(`/api/v2/album/${ALBUM}/audience/spotify?${window}`)).map((item) => [item.date, total(item)]),
    )
    const compared = whole.filter(([date]) => album.has(date))
    expect(compared.length).toBeGreaterThan(5)
    for (const [date, values] of compared) expect(album.get(date)).toBe(values.reduce((sum, value) => sum + value))
  })

  test('begin with the release', async () => {
    const { all } = await reader()
    const of = (window: string) => all(`/api/v2/song/${BAD_GUY}/audience/spotify?${window}`)
    expect(await of('startDate=2019-01-01&endDate=2019-03-27')).toEqual([])
    const first = await of('startDate=2019-03-20&endDate=2019-04-20')
    expect(days(first).at(-1)! >= '2019-03-28').toBe(true)
    expect(first.length).toBeGreaterThan(15)
  })

  test.each([
    [`song/${BAD_GUY}/audience/myspace`, 400, 'Invalid platform code'],
    [`song/${BAD_GUY}/audience/apple-music`, 404, 'This platform is not a streaming platform.'],
    [`song/${BAD_GUY}/popularity/youtube`, 404, 'This platform is not a streaming platform.'],
    [`song/${BAD_GUY}/audience/spotify?startDate=2025-01-01&endDate=2025-04-02`, 400, 'Invalid period'],
    [`album/${ALBUM}/audience/spotify?startDate=2025-01-01&endDate=2025-04-02`, 400, 'Invalid period'],
    [`album/${ALBUM}/audience/shazam`, 404, 'This platform is not a streaming platform.'],
    [`song/${NOBODY}/audience/spotify`, 404, 'Song not found'],
    [`song/${NOBODY}/lyrics-analysis`, 404, 'Song not found'],
    [`song/${NOBODY}/playlist/reach/spotify`, 404, 'Song not found'],
    [`song/${NOBODY}/broadcast-groups`, 404, 'Song not found'],
    [`artist/${NOBODY}/broadcasts`, 404, 'Artist not found'],
    [`song/${BAD_GUY}/playlist/reach/myspace`, 400, 'Invalid platform code'],
    [`song/${BAD_GUY}/playlist/reach/spotify?type=some`, 400, 'Invalid request'],
  ])('%s: %i %s', async (path, status, message) => {
    expect((await (await reader()).get(`/api/v2/${path}`)).json).toEqual(refusal(status, message))
  })
})

test('no song is more popular than its artist', async () => {
  const { all, get } = await reader()
  for (const uuid of [BILLIE, TONES])
    for (const platform of ['spotify', 'tidal', 'deezer']) {
      const window = 'startDate=2025-10-10'
      const artist = new Map(
        (await all(`/api/v2/artist/${uuid}/popularity/${platform}?${window}`)).map(({ date, value }) => [date, value]),
      )
      for (const song of (await get(`/api/v2.21/artist/${uuid}/songs?limit=10`)).json.items) {
        const items = await all(`/api/v2/song/${song.uuid}/popularity/${platform}?${window}`)
        expect(days(items)).toEqual([...days(items)].sort().reverse())
        for (const { date, value } of items) {
          expect(value).toBeLessThanOrEqual(artist.get(date) ?? 100)
          expect(value).toBeGreaterThanOrEqual(0)
        }
      }
    }
})

test('lyrics have words and scores from 1 to 10', async () => {
  const { get } = await reader()
  const { object, type } = (await get(`/api/v2/song/${BAD_GUY}/lyrics-analysis`)).json
  expect(type).toBe('lyrics_analysis')
  expect(object.themes.length).toBeGreaterThan(0)
  expect(Object.keys(object)).toEqual([
    ...['themes', 'moods', 'culturalReferencePeople', 'culturalReferenceNonPeople', 'brands', 'narrativeStyle'],
    ...['locations', 'emotionalIntensityScore', 'imageryScore', 'complexityScore', 'rhymeSchemeScore'],
    'repetitivenessScore',
  ])
})

describe('broadcasts', () => {
  const WINDOW = 'startDate=2025-12-20&endDate=2025-12-24'

  test('of an artist are those of its songs, newest first', async () => {
    const { all } = await reader()
    const [{ uuid }] = (await all('/api/v2/artist/search/velvet', 20)).slice(-1)
    const whole = await all(`/api/v2/artist/${uuid}/broadcasts?${WINDOW}`)
    const songs = await all(`/api/v2.21/artist/${uuid}/songs`)
    const parts: Item[] = []
    for (const song of songs) parts.push(...(await all(`/api/v2/song/${song.uuid}/broadcasts?${WINDOW}`)))
    const key = ({ airedAt, radio }: Item) => `${airedAt} ${radio.slug}`
    expect(whole.map(key).sort()).toEqual(parts.map(key).sort())
    expect(whole.length).toBeGreaterThan(10)
    const times = whole.map(({ airedAt }) => airedAt)
    expect(times).toEqual([...times].sort().reverse())
    expect(times.at(-1)! >= '2025-12-20' && times[0]! < '2025-12-25').toBe(true)
  })

  test('come as time goes on, and are told to the second', async () => {
    const { all, session } = await reader()
    const path = `/api/v2/song/${BAD_GUY}/broadcasts?startDate=2026-01-01&endDate=2026-01-01`
    expect(await all(path)).toEqual([])
    session.clock.advance(6 * 3_600_000)
    const some = await all(path)
    expect(some.length).toBeGreaterThan(10)
    expect(some[0].airedAt <= '2026-01-01T06:00:00+00:00').toBe(true)
    session.clock.advance(6 * 3_600_000)
    const more = await all(path)
    expect(more.slice(-some.length)).toEqual(some)
    expect(more.length).toBeGreaterThan(some.length)
    expect(await all(path.replace(`song/${BAD_GUY}`, `artist/${TONES}`))).not.toEqual(more)
  })

  test('are counted by station, the most first, and filtered by station and country', async () => {
    const { all } = await reader()
    const path = `/api/v2/song/${BAD_GUY}`
    const plays = await all(`${path}/broadcasts?${WINDOW}`)
    const groups = await all(`${path}/broadcast-groups?${WINDOW}`)
    expect(groups.reduce((sum, { playCount }) => sum + playCount, 0)).toBe(plays.length)
    const counts = (await all(`/api/v2/artist/${BILLIE}/broadcast-groups?${WINDOW}`)).map(({ playCount }) => playCount)
    expect(counts[0]).toBeGreaterThan(counts.at(-1)!)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    for (const { radio, playCount } of groups)
      expect(plays.filter((play) => play.radio.slug === radio.slug)).toHaveLength(playCount)
    const slugs = groups.slice(0, 2).map(({ radio }) => radio.slug)
    expect(await all(`${path}/broadcasts?${WINDOW}&radioSlugs=${slugs}`)).toEqual(
      plays.filter(({ radio }) => slugs.includes(radio.slug)),
    )
    expect(await all(`${path}/broadcast-groups?${WINDOW}&countryCode=GB`)).toEqual(
      groups.filter(({ radio }) => radio.countryCode === 'GB'),
    )
  })
})

describe('playlist reach', () => {
  test('counts the playlists that the song is in, and who follows them', async () => {
    const { all, session } = await reader()
    const path = `/api/v2/song/${BAD_GUY}/playlist/reach/spotify`
    const reach = await all(path)
    expect(days(reach)).toEqual([...days(reach)].sort())
    // The day has not been read yet.
    expect(days(reach).at(-1)).toBe(dateOf(dayOf(session.clock.now()) - 1))
    const entries = await all(`/api/v2.20/song/${BAD_GUY}/playlist/current/spotify?currentOnly=1`)
    expect(reach.at(-1)).toEqual({
      date: '2025-12-31T00:00:00+00:00',
      playlistCount: entries.length,
      playlistReach: entries.reduce((sum, { playlist }) => sum + playlist.latestSubscriberCount, 0),
    })
    // It came into one after another, and has left none.
    const ever = await all(`/api/v2.20/song/${BAD_GUY}/playlist/current/spotify?currentOnly=0`)
    const early = await all(`${path}?startDate=2020-03-01&endDate=2020-05-30`)
    expect(early[0].playlistCount).toBeLessThan(early.at(-1)!.playlistCount)
    for (const { date, playlistCount } of early)
      expect(playlistCount).toBe(ever.filter(({ entryDate }) => entryDate <= date).length)
    const parts = await Promise.all(['editorial', 'user', 'algorithmic'].map((type) => all(`${path}?type=${type}`)))
    for (const [i, { playlistCount }] of reach.entries())
      expect(parts.reduce((sum, part) => sum + part[i].playlistCount, 0)).toBe(playlistCount)
  })
})
