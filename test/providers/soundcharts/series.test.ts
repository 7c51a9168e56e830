import { describe, expect, test } from 'vitest'
import { DAY, parseInstant } from '../../../src/core/clock.ts'
import { account, BILLIE, refusal } from './account.ts'

type Item = { date: string; value: number; cityPlots: { value: number }[]; countryPlots: { value: number }[] }
const artist = `/api/v2/artist/${BILLIE}`
const SERIES = ['audience/spotify', 'streaming/spotify/listening', 'streaming/spotify']

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
