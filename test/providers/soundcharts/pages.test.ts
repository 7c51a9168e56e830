import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { account, BILLIE, refusal } from './account.ts'

const LISTS = [
  ['/api/v2/referential/platforms', 100],
  ['/api/v2/artist/search/e', 20],
  ['/api/v2/song/search/amber', 20],
  [`/api/v2/artist/${BILLIE}/audience/spotify`, 100],
  ['/api/v2.21/artist/11e81bbe-5b34-a426-8614-a0369fe50396/songs', 100],
  ['/api/v2.34/artist/11e81bbe-5b34-a426-8614-a0369fe50396/albums', 100],
  [`/api/v2/artist/${BILLIE}/identifiers`, 100],
  [`/api/v2/artist/${BILLIE}/events`, 100],
  ['/api/v2/song/7d534228-5165-11e9-9375-549f35161576/broadcast-groups', 100],
  ['/api/v2/song/7d534228-5165-11e9-9375-549f35161576/audience/spotify', 100],
  ['/api/v2.26/album/b202abee-d19e-424e-9285-b420f4b98706/tracks', 100],
] as const

async function reader() {
  const { call, token } = account({ limits: 'off', accessTokenSeconds: 86_400 })
  const value = await token()
  return (path: string) => call(`GET ${path}`, { token: value })
}

describe.each(LISTS)('%s', (path, longest) => {
  test('walking next meets every item once, whatever the limit; previous leads back', async () => {
    const get = await reader()
    const { page } = (await get(`${path}?limit=1`)).json
    const everything: string[] = []
    for (let offset = 0; offset < page.total; offset += longest)
      everything.push(...(await get(`${path}?offset=${offset}`)).json.items.map(text))
    expect(everything).toHaveLength(page.total)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: longest }), async (limit) => {
        const seen: string[] = []
        let next: string | null = `${path}?limit=${limit}`
        let last: string | null = null
        while (next) {
          const { json } = await get(next)
          expect(json.page).toMatchObject({ offset: seen.length, limit, total: page.total })
          expect(json.items).not.toEqual([])
          expect(json.page.previous === null).toBe(seen.length === 0)
          seen.push(...json.items.map(text))
          last = json.page.previous
          next = json.page.next
        }
        expect(seen).toEqual(everything)
        if (last) expect((await get(last)).json.page.limit).toBe(limit)
      }),
      { numRuns: 15 },
    )
  })

  test('any offset and limit give the items in between and whole links', async () => {
    const get = await reader()
    const { total } = (await get(path)).json.page
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 300 }), fc.integer({ min: 1, max: longest }), async (offset, limit) => {
        const { json } = await get(`${path}?limit=${limit}&offset=${offset}`)
        expect(json.items).toHaveLength(Math.max(0, Math.min(limit, total - offset)))
        expect(json.errors).toEqual([])
        expect(Object.keys(json.page)).toEqual(['offset', 'limit', 'next', 'previous', 'total'])
        const link = (to: number) =>
          expect.stringMatching(new RegExp(`^${path.replaceAll('.', '\\.')}\\?.*offset=${to}&limit=${limit}$`))
        expect(json.page).toEqual({
          offset,
          limit,
          next: offset + limit < total ? link(offset + limit) : null,
          previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
          total,
        })
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    'limit=0',
    `limit=${longest + 1}`,
    'limit=-1',
    'limit=x',
    'limit=',
    'offset=-1',
    'offset=1.5',
    'offset=x',
  ])('%s is refused', async (query) => {
    const answer = await (await reader())(`${path}?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual(refusal(400, 'Invalid request'))
  })

  test('an offset far past the end is an empty page', async () => {
    const answer = await (await reader())(`${path}?offset=9999999999`)
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ items: [], page: { offset: 9999999999, next: null } })
  })

  test('unknown parameters are ignored', async () => {
    expect((await (await reader())(`${path}?colour=blue&sort=desc`)).status).toBe(200)
  })
})

test('links are relative to the API host and keep version and window', async () => {
  const get = await reader()
  const artist = `/api/v2/artist/${BILLIE}/streaming/spotify/listening`
  const { page } = (await get(`${artist}?limit=5&startDate=2024-01-12&offset=5&endDate=2024-01-28`)).json
  expect(page.next).toBe(`${artist}?startDate=2024-01-12&endDate=2024-01-28&offset=10&limit=5`)
  expect(page.previous).toBe(`${artist}?startDate=2024-01-12&endDate=2024-01-28&offset=0&limit=5`)
  const search = (await get('/api/v2/artist/search/%65?limit=2')).json.page
  expect(search.next).toBe('/api/v2/artist/search/%65?offset=2&limit=2')
})

function text(item: unknown): string {
  return JSON.stringify(item)
}
