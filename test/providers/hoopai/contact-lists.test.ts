import { describe, expect, test } from 'vitest'
import type { SessionOptions } from '../../../src/core/session.ts'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, UUID } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

async function withContact(fields: object) {
  const client = await locationClient()
  const { json } = await client.call('POST /contacts/', { json: { locationId: client.locationId, ...fields } })
  return { ...client, id: json.contact.id as string }
}

/** Follows `meta` until it ends. */
async function walk({ call }: Awaited<ReturnType<typeof locationClient>>, first: string): Promise<Any[]> {
  const pages: Any[] = []
  for (let target: string | null = first; target; ) {
    const { json, status } = await call(`GET ${target}`)
    expect(status).toBe(200)
    pages.push(json)
    target = json.meta.nextPageUrl?.replace('http://localhost/hoopai', '') ?? null
  }
  return pages
}

describe('a list of contacts', () => {
  test('holds five hundred people of a fresh location, newest first, with the whole wrapper', async () => {
    const { call, locationId } = await locationClient()
    const { json, headers } = await call('GET /contacts/')
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(json.contacts).toHaveLength(20)
    expect(Object.keys(json)).toEqual(['contacts', 'count', 'meta', 'traceId'])
    expect(json.traceId).toMatch(UUID)
    const last = json.contacts.at(-1)
    expect(json).toMatchObject({
      count: 500,
      meta: {
        total: 500,
        nextPageUrl: `http://localhost/hoopai/contacts/?startAfter=${last.startAfter[0]}&startAfterId=${last.id}`,
        startAfterId: last.id,
        startAfter: Date.parse(last.dateAdded),
        currentPage: 1,
        nextPage: 2,
        prevPage: null,
      },
    })
    const dates = json.contacts.map((each: Any) => each.dateAdded)
    expect(dates).toEqual([...dates].sort().reverse())
    for (const each of json.contacts) {
      expect(each).toMatchObject({ locationId, id: expect.stringMatching(ID) })
      expect(each.firstName).toBe(each.firstNameRaw.toLowerCase())
      expect(each.contactName).toBe(`${each.firstNameRaw} ${each.lastNameRaw}`.toLowerCase())
      expect(each.startAfter).toEqual([Date.parse(each.dateAdded), each.id])
      expect(each.email).toMatch(/^[a-z.]+\d{3}@example\.com$/)
      expect(each.phone).toMatch(/^\+1\d{3}55501\d\d$/)
    }
  })

  test.each([7, 20, 100])('leads through every contact once, %i at a time', async (limit) => {
    const pages = await walk(await locationClient(), `/contacts/?limit=${limit}`)
    const ids = pages.flatMap(({ contacts }) => contacts.map(({ id }: Any) => id))
    expect(new Set(ids).size).toBe(500)
    expect(ids).toHaveLength(500)
    expect(pages.map(({ meta }) => meta.currentPage)).toEqual(pages.map((_, i) => i + 1))
    expect(pages.map(({ meta }) => meta.prevPage)).toEqual(pages.map((_, i) => i || null))
    expect(pages.at(-1).meta).toMatchObject({ nextPage: null, nextPageUrl: null, total: 500 })
  })

  test('goes on after a contact that was deleted meanwhile, and after an id alone', async () => {
    const { call } = await locationClient()
    const { contacts, meta } = (await call('GET /contacts/?limit=3')).json
    const fourth = (await call('GET /contacts/?limit=4')).json.contacts[3].id
    const byId = await call(`GET /contacts/?limit=1&startAfterId=${meta.startAfterId}`)
    expect(byId.json.contacts[0].id).toBe(fourth)
    await call(`DELETE /contacts/${contacts[2].id}`)
    const next = await call(`GET /contacts/?limit=1&startAfter=${meta.startAfter}&startAfterId=${meta.startAfterId}`)
    expect(next.json.contacts[0].id).toBe(fourth)
  })

  test('finds by name, email, phone and company in any case', async () => {
    const { call } = await withContact({
      name: 'Zelda Quux',
      email: 'zq@example.org',
      phone: '+44 20 7946 0000',
      companyName: 'Quuxly',
    })
    for (const query of ['zelda%20q', 'ZQ@EXAMPLE', '2079460000', 'quuxly'])
      expect((await call(`GET /contacts/?query=${query}`)).json, query).toMatchObject({ count: 1, meta: { total: 1 } })
    const none = (await call('GET /contacts/?query=nobody-at-all')).json
    expect(none).toMatchObject({ contacts: [], count: 0, meta: { total: 0, startAfter: null, startAfterId: null } })
  })

  test('is the same in every session of one seed, another in another seed, and disjoint between locations', async () => {
    const list = async (options = {}, mint = {}) =>
      (await (await locationClient(options, mint)).call('GET /contacts/?limit=100')).json.contacts
    const [first] = [await list()]
    expect(await list({ name: 'other' })).toEqual(first)
    expect(await list({ seed: 2 })).not.toEqual(first)
    expect(await list({ frozenAt: Date.parse('2031-05-05T00:00:00Z') })).toEqual(first)
    expect(await list({ openState: () => hostileState(3) })).toEqual(first)
    const { locations } = await locationClient()
    const second = await list({}, { locationId: locations[1]!.locationId })
    const known = new Set(first.flatMap((each: Any) => [each.id, each.contactName]))
    expect(second.filter((each: Any) => known.has(each.id))).toEqual([])
    expect(second.filter((each: Any) => known.has(each.contactName)).length).toBeLessThan(5)
  })

  test('lags behind writes where the session says so, and GET by id does not', async () => {
    const { session, call, locationId } = await locationClient({ settings: { hoopai: { searchLagSeconds: 10 } } })
    const { contact } = (await call('POST /contacts/', { json: { locationId, email: 'late@example.org' } })).json
    session.clock.advance(9999)
    expect((await call('GET /contacts/?query=late@example.org')).json.count).toBe(0)
    expect((await call(`GET /contacts/${contact.id}`)).status).toBe(200)
    session.clock.advance(1)
    expect((await call('GET /contacts/?query=late@example.org')).json.count).toBe(1)
  })
})
