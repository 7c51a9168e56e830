/** A Soundcharts client of a few lines reads every list there is to its end, over HTTP, by `page.next`. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { soundcharts } from '../../src/providers/soundcharts/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

/** Of the documentation's samples; searches that find more than a page. */
const PARAMETERS: Readonly<Record<string, string>> = {
  'artist :uuid': '11e81bcc-9c1c-ce38-b96b-a0369fe50396',
  'song :uuid': '7d534228-5165-11e9-9375-549f35161576',
  'album :uuid': 'b202abee-d19e-424e-9285-b420f4b98706',
  'playlist :uuid': '11e84493-5281-9002-b572-a0369fe50396',
  'chart :slug': 'global-28',
  'radio :slug': 'bbc-2',
  ':term': 'a',
  ':platform': 'spotify',
  ':type': 'editorial',
  ':curator': 'spotify',
  ':countryCode': 'GB',
}
/** They need more than a list's page: dates that exist, or a route of their own. */
const ELSEWHERE = /ranking\/:datetime|tracks\/:datetime/

/** What a list needs beside its page. */
const QUERY: Readonly<Record<string, string>> = { 'referential.lyrics-attributes': 'attribute=themes' }

const lists = soundcharts.routes.filter(
  ({ method, path, parameters = [] }) =>
    method === 'GET' && parameters.some(({ name }) => name === 'offset') && !ELSEWHERE.test(path),
)

let emulator: Emulator
let headers: Record<string, string>
let albumChart: string
beforeAll(async () => {
  emulator = await startEmulator({
    clock: '2025-06-01T12:00:00Z',
    settings: { soundcharts: { limits: 'off', accessTokenSeconds: 10 ** 8 } },
  })
  const [client] = ((await soundcharts.credentials(emulator.stage.sessions.default, '')) as Any).clients
  const answer = await fetch(`${emulator.url}/soundcharts/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  headers = { authorization: `Bearer ${((await answer.json()) as Any).access_token}` }
  await fill('artist', '6qqNVTkY8uBg9cP3Jd7DAH')
  await fill('song', '2Fxmhks0bxGSBdJ92vM42m')
  const [chart] = (await read('/api/v2.26/chart/album/by-platform/spotify', 20)).items
  albumChart = JSON.parse(chart!).slug
})
afterAll(() => emulator?.close())

/** Puts one entity into the library, which is empty at first. */
async function fill(kind: string, identifier: string): Promise<void> {
  await fetch(`${emulator.url}/soundcharts/api/v2/library/${kind}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ identifiers: [{ identifier, platformCode: 'spotify' }] }),
  })
}

async function read(path: string, limit: number, query = ''): Promise<{ items: string[]; total: number }> {
  const items: string[] = []
  let total = 0
  for (let next: string | null = `${path}?${query}&limit=${limit}`; next; ) {
    const answer = await fetch(`${emulator.url}/soundcharts${next}`, { headers })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${next}: ${answer.status} ${text}`)
    const { items: page, page: at } = JSON.parse(text)
    for (const item of page) items.push(JSON.stringify(item))
    total = at.total
    next = at.next
  }
  return { items, total }
}

test('there are lists of every family', () => {
  expect(lists.length).toBeGreaterThan(60)
})

test.each(lists.map((route) => [route.name, route] as const))('%s', async (name, { path }) => {
  const family = path.split('/')[3]!
  const special: Record<string, string> = {
    'artist.followers :platform': 'instagram',
    ...Object.fromEntries(
      lists.filter((route) => route.path.includes('/chart/album/')).map((route) => [`${route.name} :slug`, albumChart]),
    ),
  }
  const filled = path.replace(/:\w+/g, (each) =>
    encodeURIComponent(
      special[`${name} ${each}`] ?? PARAMETERS[`${family} ${each}`] ?? PARAMETERS[each] ?? `no value for ${each}`,
    ),
  )
  const most = path.includes('/search/') ? 20 : 100
  const whole = await read(filled, most, QUERY[name])
  expect(whole.total).toBeGreaterThan(0)
  expect(whole.items).toHaveLength(whole.total)
  const size = Math.max(1, Math.min(most - 3, Math.ceil(whole.total / 3)))
  expect(await read(filled, size, QUERY[name])).toEqual(whole)
})
