import { describe, expect, test } from 'vitest'
import { DAY } from '../../../src/core/clock.ts'
import { account, BILLIE, NO_SERIES, NOBODY, refusal, SANDBOX } from './account.ts'
import { BAD_GUY, reader } from './reader.ts'

const ALBUM = 'b202abee-d19e-424e-9285-b420f4b98706'
const GLOBAL = '/api/v2.14/chart/song/global-28'

describe('a ranking', () => {
  test('is of noon, by position, each song once, with what it counts', async () => {
    const { get, all } = await reader()
    const { related, page } = (await get(`${GLOBAL}/ranking/latest`)).json
    expect(related.date).toBe('2025-12-31T12:00:00+00:00')
    expect(related.chart).toMatchObject({
      slug: 'global-28',
      platform: 'spotify',
      frequency: 'daily',
      maxResultsCount: 200,
    })
    expect(related.chart.metric).toEqual({ type: 'streams', description: 'Number of streams' })
    expect(page.total).toBe(200)
    const items = await all(`${GLOBAL}/ranking/latest`, 30)
    expect(items.map(({ position }) => position)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
    expect(new Set(items.map(({ song }) => song.uuid)).size).toBe(200)
    const counts = items.map(({ metric }) => metric)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    expect(items.map(({ song }) => song.uuid)).toContain(BAD_GUY)
  })

  test('has no metric in v2, neither the chart nor its items, and else is the same', async () => {
    const { get } = await reader()
    const [v2, v214] = [await get('/api/v2/chart/song/global-28/ranking/latest'), await get(`${GLOBAL}/ranking/latest`)]
    const { metric: _, ...first } = v214.json.items[0]
    expect(v2.json.items[0]).toEqual(first)
    const { metric: __, webUrl: ___, ...chart } = v214.json.related.chart
    expect(v2.json.related.chart).toEqual(chart)
  })

  test('tells where each was one edition before, and how long it has been there', async () => {
    const { session, get, all } = await reader()
    const yesterday = await all(`${GLOBAL}/ranking/latest`)
    session.clock.advance(DAY)
    const today = await all(`${GLOBAL}/ranking/latest`)
    let fresh = 0
    for (const item of today) {
      const old = yesterday.find(({ song }) => song.uuid === item.song.uuid)
      expect(item.oldPosition).toBe(old?.position ?? 0)
      expect(item.positionEvolution).toBe(old ? old.position - item.position : 0)
      expect(item.timeOnChart).toBe((old?.timeOnChart ?? 0) + 1)
      expect(item.entryDate).toBe(old?.entryDate ?? '2026-01-01T12:00:00+00:00')
      expect([item.timeOnChartUnit, item.rankDate]).toEqual(['DOC', '2026-01-01T12:00:00+00:00'])
      expect(item.entryState).toBe(old ? '' : 'new')
      if (!old) fresh++
    }
    expect(fresh).toBeGreaterThan(0)
    const dates = (await get(`/api/v2/chart/song/global-28/available-rankings`)).json.items
    expect(dates.slice(0, 2)).toEqual(['2026-01-01T12:00:00+00:00', '2025-12-31T12:00:00+00:00'])
    expect(await all(`${GLOBAL}/ranking/${encodeURIComponent(dates[1])}`)).toEqual(yesterday)
  })

  test('of a week is of a Friday', async () => {
    const { get, all } = await reader()
    const weekly = (await all('/api/v2/chart/song/by-platform/youtube'))[0]
    expect(weekly.frequency).toBe('weekly')
    const path = `/api/v2.14/chart/song/${weekly.slug}`
    const { related, items } = (await get(`${path}/ranking/latest`)).json
    expect(related.date).toBe('2025-12-26T12:00:00+00:00')
    expect(items[0].timeOnChartUnit).toBe('WOC')
    const dates = (await get(`/api/v2/chart/song/${weekly.slug}/available-rankings`)).json.items
    expect(dates).toEqual(['26', '19', '12', '05'].map((day) => `2025-12-${day}T12:00:00+00:00`))
  })

  test.each([
    ['song/nothing/ranking/latest', 404, 'Chart not found'],
    ['song/global-28/ranking/today', 400, 'Invalid date provided'],
    ['song/global-28/ranking/2025-12-30T00:00:00+00:00', 404, 'Chart not found'],
    ['song/global-28/ranking/2026-12-30T12:00:00+00:00', 404, 'Chart not found'],
    ['song/global-28/ranking/2018-12-30T12:00:00+00:00', 404, 'Chart not found'],
  ])('%s: %i %s', async (path, status, message) => {
    expect((await (await reader()).get(`/api/v2.14/chart/${path}`)).json).toEqual(refusal(status, message))
  })
})

test('what a chart ranks is what its songs, albums and their artists say of it', async () => {
  const { get, all } = await reader()
  const albums = (await all('/api/v2.26/chart/album/by-platform/deezer'))[0].slug
  const cases = [
    {
      path: `${GLOBAL}/ranking/latest?limit=40`,
      ofWork: '/api/v2/song/',
      ofArtist: 'v2',
      kind: 'song',
      platform: 'spotify',
    },
    {
      path: `/api/v2.26/chart/album/${albums}/ranking/latest?limit=15`,
      ...{ ofWork: '/api/v2.26/album/', ofArtist: 'v2.28', kind: 'album', platform: 'deezer' },
    },
  ]
  for (const { path, ofWork, ofArtist, kind, platform } of cases) {
    const { related, items } = (await get(path)).json
    for (const { metric: _, ...item } of items) {
      const { [kind]: work, ...place } = item
      const ranks = await all(`${ofWork}${work.uuid}/charts/ranks/${platform}`)
      const rank = ranks.find(({ chart }) => chart.slug === related.chart.slug)
      expect(rank).toMatchObject({ ...place, current: true })
      expect(rank.peakPosition).toBeLessThanOrEqual(rank.position)
      const metadata = kind === 'song' ? `/api/v2/song/${work.uuid}` : `/api/v2.36/album/by-uuid/${work.uuid}`
      for (const { uuid } of (await get(metadata)).json.object.artists)
        expect(await all(`/api/${ofArtist}/artist/${uuid}/charts/${kind}/ranks/${platform}`)).toContainEqual({
          ...rank,
          [kind]: work,
        })
    }
  }
})

describe('the ranks of an artist', () => {
  const path = `/api/v2/artist/${BILLIE}/charts/song/ranks/spotify`

  test('are current ones, and past ones if wanted: position 0, and the last one as the old one', async () => {
    const { get, all } = await reader()
    const current = await all(path)
    expect(current.every(({ current, position }) => current && position > 0)).toBe(true)
    const whole = await all(`${path}?currentOnly=0`)
    expect(whole.filter((rank) => rank.current)).toEqual(current)
    const past = whole.filter((rank) => !rank.current)
    expect(past.length).toBeGreaterThan(0)
    for (const { position, oldPosition, positionEvolution, chart, rankDate, song } of past.filter(
      (_, i) => i % 100 === 0,
    )) {
      expect([position, positionEvolution]).toEqual([0, 0])
      const version = `/api/v2.14/chart/song/${chart.slug}/ranking/${rankDate}?offset=${oldPosition - 1}&limit=1`
      expect((await get(version)).json.items[0]).toMatchObject({ position: oldPosition, song: { uuid: song.uuid } })
    }
  })

  test.each(['position', 'rankDate'])('are sorted by %s', async (sortBy) => {
    const { all, get } = await reader()
    for (const order of ['asc', 'desc']) {
      const keys = (await all(`${path}?sortBy=${sortBy}&sortOrder=${order}`)).map((rank) => rank[sortBy])
      const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(keys).toEqual(order === 'asc' ? sorted : sorted.reverse())
    }
    expect((await get(`${path}?limit=3`)).json.page.next).toBe(`${path}?sortBy=position&sortOrder=asc&offset=3&limit=3`)
  })

  test.each([
    [path.replace('spotify', 'myspace'), 400, 'Invalid platform code'],
    [path.replace('spotify', 'amazon'), 404, 'Platform not found'],
    [path.replace(BILLIE, NOBODY), 404, 'Artist not found'],
    [`/api/v2/song/${NOBODY}/charts/ranks/spotify`, 404, 'Song not found'],
    [`/api/v2.26/album/${NOBODY}/charts/ranks/spotify`, 404, 'Album not found'],
    [`/api/v2.26/album/${ALBUM}/charts/ranks/airplay`, 404, 'Platform not found'],
    ['/api/v2/chart/song/by-platform/myspace', 404, 'Platform not found'],
    ['/api/v2/chart/song/by-platform/amazon', 404, 'Platform not found'],
  ])('%s: %i %s', async (target, status, message) => {
    expect((await (await reader()).get(target)).json).toEqual(refusal(status, message))
  })
})

describe('lists', () => {
  test.each(['song', 'album'])(
    'of %s charts hold each chart of a platform once; of a country those that are its',
    async (kind) => {
      const { all } = await reader()
      const seen: string[] = []
      for (const { code } of await all(`/api/v2/chart/${kind}/platforms`)) {
        const charts = await all(`/api/v2/chart/${kind}/by-platform/${code}`, 7)
        expect(charts.length).toBeGreaterThan(0)
        expect(new Set(charts.map(({ platform }) => platform))).toEqual(new Set([code]))
        seen.push(...charts.map(({ slug }) => slug))
        const french = await all(`/api/v2/chart/${kind}/by-platform/${code}?countryCode=FR`)
        expect(french).toEqual(charts.filter(({ countryCode }) => countryCode === 'FR'))
      }
      expect(new Set(seen).size).toBe(seen.length)
    },
  )
})

describe('TikTok', () => {
  const path = '/api/v2/chart/tiktok/music/weekly/ranking/latest'

  test('ranks sounds by week', async () => {
    const { get } = await reader()
    const { related, items } = (await get(path)).json
    expect(related).toEqual({ chart: { frequency: 'weekly', type: 'general' }, date: '2025-12-26T12:00:00+00:00' })
    expect(items[0]).toMatchObject({ position: 1, music: { title: items[0].song.name }, timeOnChartUnit: 'WOC' })
  })

  test('is in some plans only', async () => {
    const answer = await (await reader(NO_SERIES)).get(path)
    const message =
      'This endpoint is not included in your current plan, reach out to help@soundcharts.com if you want access.'
    expect([answer.status, answer.json]).toEqual([403, refusal(403, message)])
    expect((await (await reader(NO_SERIES)).get(`${GLOBAL}/ranking/latest`)).status).toBe(200)
  })
})

test('the sandbox has global-28 and no other chart', async () => {
  const { get, all } = await reader('sandbox')
  expect(await all(`${GLOBAL}/ranking/latest`)).toHaveLength(200)
  expect((await all('/api/v2/chart/song/by-platform/spotify')).map(({ slug }) => slug)).toEqual(['global-28'])
  expect((await get(`/api/v2/song/${BAD_GUY}/charts/ranks/spotify`)).json.items.length).toBeGreaterThan(0)
  const [other] = await (await reader()).all('/api/v2/chart/song/by-platform/deezer')
  expect(
    (await account().call(`GET /api/v2.14/chart/song/${other.slug}/ranking/latest`, { headers: SANDBOX })).json,
  ).toEqual(refusal(404, 'Chart not found'))
})
