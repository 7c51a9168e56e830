import { expect, test } from 'vitest'
import { MINUTE } from '../../../src/core/clock.ts'
import { BILLIE, NOBODY, refusal } from './account.ts'
import { BAD_GUY, reader } from './reader.ts'

const WEEK = 'startDate=2025-12-20&endDate=2025-12-26'
const FEED = '/api/v2/radio/bbc-2/live-feed'

test('a live feed is newest first, up to now', async () => {
  const { session, get } = await reader()
  session.clock.advance(90 * MINUTE)
  const { related, items, page } = (await get(`${FEED}?limit=100`)).json
  expect(related).toMatchObject({ slug: 'bbc-2', countryCode: 'GB', timeZone: 'Europe/London' })
  const times = items.map(({ airedAt }: { airedAt: string }) => Date.parse(airedAt))
  expect(session.clock.now() - times[0]).toBeLessThan(6 * MINUTE)
  expect(times[0]).toBeLessThanOrEqual(session.clock.now())
  expect(times).toEqual(times.toSorted((a: number, b: number) => b - a))
  expect(page.total).toBeGreaterThan(7000)
  session.clock.advance(6 * MINUTE)
  expect((await get(`${FEED}?limit=100`)).json.items[1]).toEqual(items[0])
})

test.each([17, 100])('walking a feed meets every play once, %i a page', async (limit) => {
  const { get, all } = await reader()
  const items = await all(`${FEED}?${WEEK}`, limit)
  expect(items).toHaveLength((await get(`${FEED}?${WEEK}`)).json.page.total)
  expect(items).toHaveLength(7 * 240)
  expect(new Set(items.map(({ airedAt }) => airedAt)).size).toBe(items.length)
  expect([items[0].airedAt.slice(0, 10), items.at(-1).airedAt.slice(0, 10)]).toEqual(['2025-12-26', '2025-12-20'])
})

test('what stations aired is what songs and artists say was aired', async () => {
  const { all } = await reader()
  const feed = await all(`${FEED}?${WEEK}`)
  const aired = await all(`/api/v2/song/${BAD_GUY}/broadcasts?${WEEK}`)
  const here = aired.filter(({ radio }) => radio.slug === 'bbc-2')
  expect(here.length).toBeGreaterThan(0)
  const played = feed.filter(({ song }) => song.uuid === BAD_GUY)
  expect(here.map(({ airedAt, duration }) => ({ airedAt, duration }))).toEqual(
    played.map(({ airedAt, duration }) => ({ airedAt, duration })),
  )
  const ofArtist = await all(`/api/v2/artist/${BILLIE}/broadcasts?${WEEK}&radioSlugs=bbc-2`)
  for (const play of here) expect(ofArtist).toContainEqual(play)
})

test('stations are listed once, by country, with the countries that have any', async () => {
  const { all } = await reader()
  const radios = await all('/api/v2.22/radio', 9)
  expect(radios).toHaveLength(60)
  expect(new Set(radios.map(({ slug }) => slug)).size).toBe(60)
  const countries = await all('/api/v2/radio/countries')
  const byCountry = []
  for (const { code, name } of countries) {
    const those = await all(`/api/v2.22/radio/by-country/${code}`)
    expect(new Set(those.map(({ countryName }) => countryName))).toEqual(new Set([name]))
    byCountry.push(...those)
  }
  expect(byCountry).toHaveLength(radios.length)
  for (const { name, slug } of [radios[0], radios.at(-1)]) {
    const found = await all(`/api/v2/radio/search/${encodeURIComponent(name)}`, 20)
    expect(found.map((radio) => radio.slug)).toContain(slug)
  }
})

test('a station has identifiers, by platform if wanted', async () => {
  const { get } = await reader()
  const { items } = (await get('/api/v2/radio/bbc-2/identifiers')).json
  expect(items.map(({ platformCode }: { platformCode: string }) => platformCode)).toEqual([
    'facebook',
    'instagram',
    'twitter',
  ])
  expect((await get('/api/v2/radio/bbc-2/identifiers?platform=instagram')).json.items).toEqual([items[1]])
})

test.each([
  ['/api/v2/radio/nothing/live-feed', 404, 'Radio not found'],
  ['/api/v2/radio/nothing/identifiers', 404, 'Radio not found'],
  [`${FEED}?startDate=2025-01-01&endDate=2025-12-31`, 400, 'Invalid period'],
  [`${FEED}?endDate=now`, 400, 'Invalid date provided'],
  ['/api/v2.22/radio/by-country/france', 400, 'Invalid request'],
  [`/api/v2/song/${NOBODY}/broadcasts`, 404, 'Song not found'],
])('%s: %i %s', async (path, status, message) => {
  expect((await (await reader()).get(path)).json).toEqual(refusal(status, message))
})

test('the sandbox has the stations of the BBC', async () => {
  const { get, all } = await reader('sandbox')
  const slugs = (items: { slug: string }[]) => items.map(({ slug }) => slug)
  expect(slugs(await all('/api/v2.22/radio'))).toEqual(['bbc-2', 'bbc-london'])
  expect(slugs((await get('/api/v2/radio/search/bbc')).json.items)).toEqual(['bbc-2', 'bbc-london'])
  expect((await get(FEED)).json.items).toHaveLength(100)
  const [, , other] = await (await reader()).all('/api/v2.22/radio')
  expect((await get(`/api/v2/radio/${other.slug}/live-feed`)).json).toEqual(refusal(404, 'Radio not found'))
})
