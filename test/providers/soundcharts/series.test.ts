import { describe, expect, test } from 'vitest'
import { DAY, parseInstant } from '../../../src/core/clock.ts'
import { account, BILLIE, refusal } from './account.ts'

type Item = { date: string; value: number; cityPlots: { value: number }[]; countryPlots: { value: number }[] }
const artist = `/api/v2/artist/${BILLIE}`
const SERIES = [
  'audience/spotify',
  'streaming/spotify/listening',
  'streaming/spotify',
  'popularity/spotify',
  'spotify/retention',
]

async function reader(at = '2026-01-01T13:00:00Z') {
  const { session, call, token } = account()
  session.clock.reach(parseInstant(at)!)
  const value = await token()
  return (path: string) => call(`GET ${path}`, { token: value })
}
const days = (items: Item[]) => items.map(({ date }) => date.slice(0, 10))

describe.each(SERIES)('%s', (series) => {
  test('defaults to the 30 days before today, oldest first, both ends included', async () => {
    const { json } = await (await reader())(`${artist}/${series}`)
    const found = days(json.items)
    expect(found).toEqual([...found].sort())
    expect(found[0]! >= '2025-12-02' && found.at(-1)! <= '2026-01-01').toBe(true)
    expect(json.page.total).toBeGreaterThan(24)
    expect(json.related).toEqual({
      artist: expect.objectContaining({ uuid: BILLIE, name: 'Billie Eilish' }),
      platform: 'spotify',
      lastCrawlDate: '2026-01-01T00:00:00+00:00',
    })
    expect(json.related.artist).not.toHaveProperty('countryCode')
  })

  test.each([
    ['startDate=2025-10-03', 200, ''],
    ['startDate=2025-10-02', 400, 'Invalid period'],
    ['startDate=2024-01-01&endDate=2024-03-31', 200, ''],
    ['startDate=2024-01-01&endDate=2024-04-01', 400, 'Invalid period'],
    ['startDate=2024-01-02&endDate=2024-01-01', 400, 'Invalid period'],
    ['startDate=2024-01-01&endDate=2024-01-01', 200, ''],
    ['startDate=&endDate=', 200, ''],
    ['endDate=2026-02-15', 200, ''],
    ['startDate=2024-02-30', 400, 'Invalid date provided'],
    ['endDate=yesterday', 400, 'Invalid date provided'],
    ['startDate=2026-01-01T00:00:00Z', 400, 'Invalid date provided'],
    ['startDate=01/01/2026', 400, 'Invalid date provided'],
  ])('%s: %i', async (query, status, message) => {
    const answer = await (await reader())(`${artist}/${series}?${query}`)
    expect(answer.status).toBe(status)
    if (status === 400) expect(answer.json).toEqual(refusal(400, message))
  })

  test('has two years of days, but for missed ones, and none before the first or after today', async () => {
    const get = await reader()
    let total = 0
    for (let end = parseInstant('2026-01-01')!, i = 0; i < 8; i++, end -= 91 * DAY) {
      const [startDate, endDate] = [end - 90 * DAY, end].map((at) => new Date(at).toISOString().slice(0, 10))
      total += (await get(`${artist}/${series}?startDate=${startDate}&endDate=${endDate}`)).json.page.total
    }
    // 728 days, of which about one in 17 is missed.
    expect(total).toBeGreaterThan(650)
    expect(total).toBeLessThan(728)
    expect((await get(`${artist}/${series}?startDate=2018-12-01&endDate=2018-12-31`)).json.page.total).toBe(0)
    expect((await get(`${artist}/${series}?startDate=2026-01-02&endDate=2026-02-01`)).json.page.total).toBe(0)
  })

  test('a day keeps its value as time goes on', async () => {
    const path = `${artist}/${series}?startDate=2025-12-01&endDate=2025-12-20`
    const before = (await (await reader())(path)).json.items
    expect((await (await reader('2027-05-05T00:00:00Z'))(path)).json.items).toEqual(before)
  })
})

test('recorded days keep their recorded values', async () => {
  const get = await reader()
  const on = async (series: string, day: string) =>
    (await get(`${artist}/${series}?startDate=${day}&endDate=${day}`)).json.items[0]
  expect(await on('audience/spotify', '2024-01-12')).toEqual({
    date: '2024-01-12T00:00:00+00:00',
    likeCount: null,
    followerCount: 90706658,
    followingCount: null,
    postCount: null,
    viewCount: null,
  })
  expect((await on('streaming/spotify/listening', '2020-10-03')).value).toBe(41548457)
  expect((await on('streaming/spotify/listening', '2020-10-10')).value).toBe(40948759)
  expect(await on('streaming/spotify/listening', '2024-01-12')).toEqual({
    date: '2024-01-12T00:00:00+00:00',
    value: 64315074,
  })
})

test('each platform counts what it counts', async () => {
  const get = await reader()
  const counted = async (platform: string) => {
    const item = (await get(`${artist}/audience/${platform}`)).json.items[0]
    return Object.keys(item).filter((key) => typeof item[key] === 'number')
  }
  expect(await counted('instagram')).toEqual(['followerCount', 'followingCount', 'postCount'])
  expect(await counted('tiktok')).toEqual(['likeCount', 'followerCount', 'followingCount', 'postCount'])
  expect(await counted('youtube')).toEqual(['followerCount', 'postCount', 'viewCount'])
})

test('cities come once a week, on Mondays, and countries sum them up', async () => {
  const { items } = (await (await reader())(`${artist}/streaming/spotify?startDate=2025-10-06&endDate=2025-12-31`)).json
  for (const { date, value, cityPlots, countryPlots } of items as Item[]) {
    const monday = new Date(date).getUTCDay() === 1
    expect(cityPlots.length > 0).toBe(monday)
    const sum = (plots: { value: number }[]) => plots.reduce((total, plot) => total + plot.value, 0)
    expect(sum(countryPlots)).toBe(sum(cityPlots))
    expect(sum(cityPlots)).toBeLessThan(value)
    if (!monday) continue
    expect(cityPlots[0]).toEqual({
      date,
      value: expect.any(Number),
      countryName: expect.any(String),
      countryCode: expect.stringMatching(/^[A-Z]{2}$/),
      region: expect.any(String),
      cityName: expect.any(String),
    })
    expect(countryPlots[0]).toEqual({
      date,
      value: expect.any(Number),
      countryName: expect.any(String),
      countryCode: expect.any(String),
    })
  }
})

describe('followers', () => {
  const path = '/api/v2.37/artist/11e81bcc-9c1c-ce38-b96b-a0369fe50396/social/instagram/followers/'

  test('are where they live on one day a month, and how many on all days', async () => {
    const get = await reader()
    const { items } = (await get(`${path}?startDate=2025-10-05&endDate=2025-12-31`)).json
    const { items: counts } = (await get(`${artist}/audience/instagram?startDate=2025-10-05&endDate=2025-12-31`)).json
    expect(items.map(({ date, value }: Item) => [date, value])).toEqual(
      counts.map(({ date, followerCount }: { date: string; followerCount: number }) => [date, followerCount]),
    )
    const located = items.filter(({ cityPlots }: Item) => cityPlots.length > 0)
    expect(days(located).map((day) => day.slice(0, 7))).toEqual(['2025-11', '2025-12'])
    for (const day of days(located)) expect(day.slice(8) <= '03').toBe(true)
    const sum = (plots: { value: number }[]) => plots.reduce((total, plot) => total + plot.value, 0)
    for (const { cityPlots, countryPlots } of located as Item[]) expect(sum(countryPlots)).toBe(sum(cityPlots))
  })

  test('have a path that ends with a slash, as documented, and no other', async () => {
    const get = await reader()
    expect((await get(path)).json.page.total).toBeGreaterThan(24)
    expect((await get(path.slice(0, -1))).json).toEqual(refusal(404, 'Not found.'))
    expect((await get(`${artist}/audience/spotify/`)).json).toEqual(refusal(404, 'Not found.'))
    expect((await get(path.replace('v2.37', 'v2'))).json).toEqual(refusal(404, 'Not found.'))
  })
})

test.each([
  ['/api/v2.37/artist/11e81bcc-9c1c-ce38-b96b-a0369fe50396/social/spotify/followers/', 404, 'social'],
  [`${artist}/popularity/youtube`, 404, 'streaming'],
  [`${artist}/instagram/retention`, 404, 'streaming'],
  [`${artist}/popularity/myspace`, 400, ''],
  [`${artist}/myspace/retention`, 400, ''],
])('%s: %i', async (path, status, kind) => {
  const message = kind ? `This platform is not a ${kind} platform.` : 'Invalid platform code'
  expect((await (await reader())(path)).json).toEqual(refusal(status, message))
})

test('retention is followers for each hundred listeners', async () => {
  const get = await reader()
  const of = async (path: string) =>
    new Map((await get(`${artist}/${path}`)).json.items.map((item: Item) => [item.date, item]))
  for (const platform of ['spotify', 'jiosaavn', 'anghami', 'youtube', 'audiomack', 'yandex']) {
    const [retention, followers, listeners] = [
      await of(`${platform}/retention`),
      await of(`audience/${platform}`),
      await of(`streaming/${platform}/listening`),
    ] as Map<string, { value: number; followerCount: number }>[]
    expect(retention!.size, platform).toBeGreaterThan(20)
    for (const [date, { value }] of retention!)
      expect(value).toBeCloseTo((followers!.get(date)!.followerCount / listeners!.get(date)!.value) * 100, 1)
  }
})

test('scores and popularity are whole numbers from 0 to 100', async () => {
  const get = await reader()
  const { items } = (await get(`${artist}/soundcharts/score?startDate=2025-10-10`)).json
  expect(Object.keys(items[0])).toEqual(['date', 'score', 'fanbaseScore', 'trendingScore'])
  const more = (await get(`${artist}/popularity/tidal?startDate=2025-10-10`)).json.items
  for (const { date, ...values } of [...items, ...more])
    for (const value of Object.values(values)) {
      expect(Number.isInteger(value), date).toBe(true)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(100)
    }
})

test('every artist has two years of series', async () => {
  const { session, call, token } = account({ limits: 'off', accessTokenSeconds: 10 ** 8 })
  const value = await token()
  const get = async (path: string) => (await call(`GET ${path}`, { token: value })).json
  const uuids: string[] = []
  for (let offset = 0; uuids.length < 200; offset += 20)
    uuids.push(
      ...(await get(`/api/v2/artist/search/%20?offset=${offset}`)).items.map((each: { uuid: string }) => each.uuid),
    )
  const end = new Date(session.clock.now() - 640 * DAY).toISOString().slice(0, 10)
  for (const uuid of uuids)
    for (const date of [end, '2026-01-01'])
      expect(
        (await get(`/api/v2/artist/${uuid}/streaming/spotify/listening?endDate=${date}`)).page.total,
        uuid,
      ).toBeGreaterThan(20)
})
