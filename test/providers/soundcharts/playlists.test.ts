import { describe, expect, test } from 'vitest'
import { DAY } from '../../../src/core/clock.ts'
import { BILLIE, NO_SERIES, NOBODY, ONE_TEAM, refusal, TONES } from './account.ts'
import { BAD_GUY, GROWN_UP, reader, TOP_HITS } from './reader.ts'

const LIGHT = {
  uuid: TOP_HITS,
  name: "Today's Top Hits",
  identifier: '37i9dQZF1DXcBWIGoYBM5M',
  platform: 'spotify',
  countryCode: 'US',
  latestCrawlDate: '2025-12-31T03:10:01+00:00',
  latestTrackCount: 50,
  latestSubscriberCount: expect.any(Number),
  type: 'Editorial',
}

describe('metadata', () => {
  test('is light in v2, and has owner, countries and addresses in v2.8', async () => {
    const { get } = await reader()
    expect((await get(`/api/v2/playlist/${TOP_HITS}`)).json).toEqual({ type: 'playlist', object: LIGHT, errors: [] })
    const { object } = (await get(`/api/v2.8/playlist/${GROWN_UP}`)).json
    expect(object).toMatchObject({
      identifier: 'pl.56c8e3358e454f94aca2b938ef958273',
      owner: { name: 'Apple Music', identifier: 'apple-music' },
      latestTrackCount: 15,
      latestSubscriberCount: 0,
      refreshed: 'daily',
      appUrl: `https://app.soundcharts.com/app/playlist/${GROWN_UP}`,
    })
    expect(object.availableCountryCodes).toContain('US')
  })

  test('comes for up to ten at once', async () => {
    const { get } = await reader()
    const { items, page } = (await get(`/api/v2.8/playlist/${TOP_HITS},${NOBODY},${GROWN_UP}`)).json
    expect(items.map(({ uuid }: { uuid: string }) => uuid)).toEqual([TOP_HITS, GROWN_UP])
    expect(page.total).toBe(2)
    expect((await get(`/api/v2.8/playlist/${Array(11).fill(TOP_HITS).join(',')}`)).json).toEqual(
      refusal(400, 'Invalid request'),
    )
  })

  test('every playlist is found again by uuid and by its platform', async () => {
    const { get, all } = await reader()
    for (const platform of ['spotify', 'apple-music', 'amazon', 'deezer', 'youtube']) {
      const [first] = await all(`/api/v2.20/playlist/by-type/${platform}/curators_listeners`)
      const { object } = (await get(`/api/v2.8/playlist/${first.uuid}`)).json
      expect(object).toMatchObject(first)
      const country = first.countryCode ? `?countryCode=${first.countryCode}` : ''
      const path = `/api/v2.8/playlist/by-platform/${platform}/${encodeURIComponent(first.identifier)}${country}`
      expect((await get(path)).json.object).toEqual(object)
    }
  })

  test.each([
    ['apple-music/pl.56c8e3358e454f94aca2b938ef958273', 400, 'Invalid request'],
    ['apple-music/pl.56c8e3358e454f94aca2b938ef958273?countryCode=us', 400, 'Invalid request'],
    [
      'apple-music/pl.56c8e3358e454f94aca2b938ef958273?countryCode=KP',
      404,
      'No playlist found for this platform identifier',
    ],
    ['amazon/x', 400, 'Invalid request'],
    ['spotify/nobody', 404, 'No playlist found for this platform identifier'],
    ['myspace/x', 400, 'Invalid platform code'],
    ['wikipedia/x', 404, 'Platform not found'],
  ])('by-platform/%s: %i %s, and costs nothing', async (path, status, message) => {
    const { get } = await reader()
    const before = Number((await get(`/api/v2/playlist/${TOP_HITS}`)).headers['x-quota-remaining'])
    const answer = await get(`/api/v2.8/playlist/by-platform/${path}`)
    expect(answer.json).toEqual(refusal(status, message))
    expect(Number(answer.headers['x-quota-remaining'])).toBe(before)
    expect((await get(`/api/v2/playlist/${NOBODY}`)).headers['x-quota-remaining']).toBe(String(before - 1))
  })
})

describe('tracklists', () => {
  test('list the songs by position, each once', async () => {
    const { get } = await reader()
    const { related, items, page } = (await get(`/api/v2.20/playlist/${TOP_HITS}/tracks/latest`)).json
    expect(related).toEqual({ playlist: LIGHT, date: LIGHT.latestCrawlDate })
    expect(items.map(({ position }: { position: number }) => position)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    )
    expect(new Set(items.map(({ song }: { song: { uuid: string } }) => song.uuid)).size).toBe(50)
    expect(items.map(({ song }: { song: { uuid: string } }) => song.uuid)).toContain(BAD_GUY)
    expect(page.total).toBe(50)
  })

  test('change from day to day, and stay as they were for their date', async () => {
    const { session, get } = await reader()
    const path = `/api/v2.20/playlist/${TOP_HITS}`
    const then = (await get(`${path}/tracks/latest`)).json
    session.clock.advance(20 * DAY)
    const dates = (await get(`${path}/available-tracklistings?limit=100`)).json.items
    expect(dates).toHaveLength(30)
    expect(dates).toEqual([...dates].sort().reverse())
    expect(dates[0]).toBe((await get(`${path}/tracks/latest`)).json.related.date)
    const date = then.related.date
    expect(dates).toContain(date)
    expect((await get(`${path}/tracks/${encodeURIComponent(date)}`)).json.items).toEqual(then.items)
    expect((await get(`${path}/tracks/latest`)).json.items).not.toEqual(then.items)
  })

  test.each([
    [`${TOP_HITS}/tracks/yesterday`, 400, 'Invalid date provided'],
    [`${TOP_HITS}/tracks/2025-12-30`, 400, 'Invalid date provided'],
    [`${TOP_HITS}/tracks/2025-12-30T00:00:00+00:00`, 404, 'Playlist not found'],
    [`${TOP_HITS}/tracks/2026-12-30T03:10:01+00:00`, 404, 'Playlist not found'],
    [`${NOBODY}/tracks/latest`, 404, 'Playlist not found'],
    [`${NOBODY}/audience`, 404, 'Playlist not found'],
    [`${TOP_HITS}/audience?startDate=2025-01-01&endDate=2025-12-31`, 400, 'Invalid period'],
  ])('%s: %i %s', async (path, status, message) => {
    expect((await (await reader()).get(`/api/v2.20/playlist/${path}`)).json).toEqual(refusal(status, message))
  })
})

test('what a playlist lists is what its songs and their artists say of it', async () => {
  const { get, all } = await reader()
  for (const uuid of [TOP_HITS, GROWN_UP]) {
    const { related, items } = (await get(`/api/v2.20/playlist/${uuid}/tracks/latest`)).json
    for (const { position, song } of items) {
      const path = `/api/v2.20/song/${song.uuid}/playlist/current/${related.playlist.platform}?playlistUuids=${uuid}`
      const [entry, ...more] = await all(path)
      expect(more).toEqual([])
      expect(entry).toMatchObject({ playlist: related.playlist, position })
      expect(entry.peakPosition).toBeLessThanOrEqual(position)
      expect(entry.positionDate.slice(0, 10)).toBe(related.date.slice(0, 10))
      expect(entry.entryDate <= entry.peakPositionDate && entry.peakPositionDate <= entry.positionDate).toBe(true)
      const { artists } = (await get(`/api/v2.8/song/${song.uuid}`)).json.object
      for (const artist of artists) {
        const ofArtist = await all(`/api/v2.20/artist/${artist.uuid}/playlist/current/${related.playlist.platform}`)
        expect(ofArtist).toContainEqual({ ...entry, song })
      }
    }
  }
})

test('a song says of each playlist what the playlist says of it, in the past too', async () => {
  const { get, all } = await reader()
  const entries = await all(`/api/v2.20/artist/${TONES}/playlist/current/spotify?currentOnly=0`)
  const current = await all(`/api/v2.20/artist/${TONES}/playlist/current/spotify`)
  expect(entries.length).toBeGreaterThan(current.length)
  for (const entry of entries) if (entry.positionDate.startsWith('2025-12-31')) expect(current).toContainEqual(entry)
  for (const { playlist, position, entryDate, positionDate, song } of entries.filter((_, i) => i % 40 === 0)) {
    const at = (date: string) => get(`/api/v2.20/playlist/${playlist.uuid}/tracks/${date.slice(0, 10)}T03:10:01+00:00`)
    const { items } = (await at(positionDate)).json
    expect(items).toContainEqual({ position, song })
    const before = new Date(Date.parse(entryDate) - DAY).toISOString()
    const earlier = (await at(before)).json.items ?? []
    expect(earlier.map((item: { song: { uuid: string } }) => item.song.uuid)).not.toContain(song.uuid)
  }
})

describe('the entries of an artist', () => {
  const path = `/api/v2.20/artist/${BILLIE}/playlist/current/spotify`

  test('come by position unless told otherwise, and next says so', async () => {
    const { get } = await reader()
    const { items, page } = (await get(`${path}?limit=5`)).json
    expect(page.next).toBe(`${path}?sortBy=position&sortOrder=asc&offset=5&limit=5`)
    const positions = items.map(({ position }: { position: number }) => position)
    expect(positions).toEqual(positions.toSorted((a: number, b: number) => a - b))
  })

  test('that are equal come the largest playlist first', async () => {
    const all = await (await reader()).all(path)
    let ties = 0
    for (const [i, { position, playlist }] of all.entries()) {
      if (position !== all[i + 1]?.position) continue
      expect(playlist.latestSubscriberCount).toBeGreaterThanOrEqual(all[i + 1].playlist.latestSubscriberCount)
      ties++
    }
    expect(ties).toBeGreaterThan(5)
  })

  test.each(['position', 'positionDate', 'entryDate', 'subscriberCount'])('are sorted by %s', async (sortBy) => {
    const { all } = await reader()
    for (const order of ['asc', 'desc']) {
      const keys = (await all(`${path}?sortBy=${sortBy}&sortOrder=${order}`)).map((entry) =>
        sortBy === 'subscriberCount' ? entry.playlist.latestSubscriberCount : entry[sortBy],
      )
      const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(keys).toEqual(order === 'asc' ? sorted : sorted.reverse())
    }
  })

  test('filtered are those of the whole list that fit', async () => {
    const { all } = await reader()
    const whole = await all(path)
    expect(await all(`${path}?type=editorial`)).toEqual(whole.filter(({ playlist }) => playlist.type === 'Editorial'))
    expect(await all(`${path}?countryCode=US`)).toEqual(whole.filter(({ playlist }) => playlist.countryCode === 'US'))
    const wanted = [whole[0].playlist.uuid, whole.at(-1).playlist.uuid]
    expect(await all(`${path}?playlistUuids=${wanted}`)).toEqual(
      whole.filter(({ playlist }) => wanted.includes(playlist.uuid)),
    )
  })

  test.each([
    [`${path}?type=nice`, 400, 'Invalid request'],
    [`${path}?currentOnly=maybe`, 400, 'Invalid request'],
    [path.replace('spotify', 'myspace'), 400, 'Invalid platform code'],
    [path.replace('spotify', 'wikipedia'), 404, 'Platform not found'],
    [path.replace(BILLIE, NOBODY), 404, 'Artist not found'],
  ])('%s: %i %s', async (target, status, message) => {
    expect((await (await reader()).get(target)).json).toEqual(refusal(status, message))
  })
})

describe('lists', () => {
  test.each([7, 50])('by type hold every playlist once, %i a page, the largest first', async (limit) => {
    const { get, all } = await reader()
    const seen: string[] = []
    for (const type of [
      'algorithmic',
      'charts',
      'curators_listeners',
      'editorial',
      'algotorial',
      'major',
      'radios',
      'this_is',
    ]) {
      const items = await all(`/api/v2.20/playlist/by-type/spotify/${type}`, limit)
      const sizes = items.map(({ latestSubscriberCount }) => latestSubscriberCount)
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
      seen.push(...items.map(({ uuid }) => uuid))
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(150)
    const { page } = (await get('/api/v2.20/playlist/by-type/spotify/editorial?limit=5')).json
    expect(page.next).toBe(
      '/api/v2.20/playlist/by-type/spotify/editorial?sortBy=audience&sortOrder=desc&offset=5&limit=5',
    )
  })

  test('by curator are the same playlists', async () => {
    const { all, get } = await reader()
    const curators = await all('/api/v2/playlist/curators/deezer')
    const seen = []
    for (const { identifier } of curators) {
      const path = `/api/v2.20/playlist/by-curator/deezer/${identifier}?sortBy=name&sortOrder=asc`
      const names = (await all(path)).map(({ name }) => name.toLowerCase())
      expect(names).toEqual(names.toSorted())
      seen.push(...names)
    }
    expect(seen).toHaveLength(70)
    expect((await get('/api/v2.20/playlist/by-curator/deezer/nobody')).json).toEqual(refusal(404, 'Curator not found'))
    expect((await get('/api/v2/playlist/curators/myspace')).json).toEqual(refusal(404, 'Platform not found'))
    expect((await get('/api/v2.20/playlist/by-type/deezer/nice')).json).toEqual(refusal(400, 'Invalid request'))
  })

  test('of followers are whole numbers, newest first, with days left out; recorded days are kept', async () => {
    const { get } = await reader()
    const { related, items } = (
      await get(`/api/v2.20/playlist/${TOP_HITS}/audience?startDate=2022-06-15&endDate=2022-07-15`)
    ).json
    expect(related).toEqual(LIGHT)
    expect(items).toContainEqual({ date: '2022-07-01T00:00:00+00:00', value: 31342127 })
    const dates = items.map(({ date }: { date: string }) => date)
    expect(dates).toEqual(dates.toSorted().reverse())
    expect(dates.length).toBeGreaterThan(25)
    expect(dates.length).toBeLessThan(31)
    expect((await get(`/api/v2.20/playlist/${GROWN_UP}/audience`)).json.items).toEqual([])
  })
})

test('the sandbox has its own playlists, and shows what is in them', async () => {
  const { get, all } = await reader('sandbox')
  for (const path of [`/api/v2.8/playlist/${GROWN_UP}`, `/api/v2.20/artist/${BILLIE}/playlist/current/spotify`])
    expect((await get(path)).status).toBe(200)
  expect((await get(`/api/v2.8/playlist/${TOP_HITS}`)).json).toEqual(refusal(404, 'Playlist not found'))
  expect(await all(`/api/v2.20/playlist/${GROWN_UP}/tracks/latest`)).toHaveLength(15)
  expect(await all('/api/v2.20/playlist/by-type/apple-music/editorial')).toHaveLength(1)
  expect(
    (await get('/api/v2/playlist/search/rap%20caviar')).json.items.map(({ name }: { name: string }) => name),
  ).toEqual(['RapCaviar'])
  expect((await get('/api/v2/playlist/search/today')).status).toBe(403)
})

test('a plan without series has playlists, and not their followers', async () => {
  const { get } = await reader(NO_SERIES)
  expect((await get(`/api/v2.20/playlist/${TOP_HITS}/tracks/latest`)).status).toBe(200)
  expect((await get(`/api/v2.20/playlist/${TOP_HITS}/audience`)).status).toBe(403)
})

test('sessions of one seed hold the same playlists, others other ones; a file may bring its own', async () => {
  const names = async (options: object) => {
    const { all } = await reader(ONE_TEAM, options)
    return (await all('/api/v2.20/playlist/by-type/youtube/editorial')).map(({ name }) => name)
  }
  const once = await names({ seed: 3 })
  expect(await names({ seed: 3, name: 'another' })).toEqual(once)
  expect(await names({ seed: 4 })).not.toEqual(once)
  const mine = { uuid: NOBODY, name: 'Mine', identifier: 'mine', platform: 'youtube', type: 'editorial' }
  const platforms = { youtube: { count: 1, identifier: 'PL+64x32', owner: { name: 'Me', identifier: 'me' } } }
  const fixtures = { soundcharts: { playlists: { playlists: [mine], platforms } } }
  expect(await names({ fixtures })).toEqual(['Mine'])
})
