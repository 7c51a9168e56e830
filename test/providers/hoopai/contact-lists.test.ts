import { describe, expect, test } from 'vitest'
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
    expect((await call('GET /contacts/')).json.count).toBe(500)
    expect((await call(`GET /contacts/${contact.id}`)).status).toBe(200)
    session.clock.advance(1)
    expect((await call('GET /contacts/?query=late@example.org')).json.count).toBe(1)
  })
})

describe('while the clock stands still', () => {
  async function crowd() {
    const client = await locationClient({ settings: { hoopai: { limits: 'off', contactsPerLocation: 10 } } })
    const { call, locationId } = client
    for (let i = 0; i < 25; i++) await call('POST /contacts/', { json: { locationId, firstName: `Tie ${i}` } })
    return client
  }

  test.each([1, 2, 3, 10, 34, 100])('a list leads through all of one instant once, %i at a time', async (limit) => {
    const client = await crowd()
    const pages = await walk(client, `/contacts/?limit=${limit}`)
    const ids = pages.flatMap(({ contacts }) => contacts.map(({ id }: Any) => id))
    const all = (await client.call('GET /contacts/?limit=100')).json.contacts.map(({ id }: Any) => id)
    expect(all).toHaveLength(35)
    expect(ids).toEqual(all)
  })

  test('so does its filtered half', async () => {
    const pages = await walk(await crowd(), '/contacts/?limit=4&query=tie')
    const ids = pages.flatMap(({ contacts }) => contacts.map(({ id }: Any) => id))
    expect([ids.length, new Set(ids).size]).toEqual([25, 25])
  })
})

describe('what a fresh location holds', () => {
  const all = async (options = {}) => {
    const client = await locationClient({ ...options, settings: { hoopai: { limits: 'off' } } })
    const contacts = (await walk(client, '/contacts/?limit=100')).flatMap((page) => page.contacts as Any[])
    return { ...client, contacts }
  }

  test('agrees with itself: addresses are unique, places have their area, companies their people', async () => {
    const { contacts } = await all()
    for (const field of ['email', 'phone']) {
      const known = contacts.flatMap((each) => each[field] ?? [])
      expect(new Set(known).size, field).toBe(known.length)
      expect(known.length).toBeGreaterThan(495)
    }
    const areas = new Map<string, Set<string>>()
    const made = contacts.filter(({ email }) => email?.endsWith('@example.com'))
    for (const { city, state, timezone, phone, postalCode } of made) {
      const known = areas.get(city) ?? new Set()
      areas.set(city, known.add([state, timezone, phone.slice(0, 5), postalCode.slice(0, 3)].join()))
    }
    expect([...areas.values()].map(({ size }) => size)).toEqual(Array(10).fill(1))
    const names = new Map(made.filter((each) => each.businessId).map((each) => [each.businessId, each.companyName]))
    for (const { businessId, companyName } of made) expect(names.get(businessId)).toBe(companyName)
    expect(names.size).toBeGreaterThan(30)
  })

  test('has as many people as the session says, none of them in the future', async () => {
    const { call } = await locationClient({ settings: { hoopai: { contactsPerLocation: 2500, limits: 'off' } } })
    const { count, contacts } = (await call('GET /contacts/?limit=1')).json
    expect([count, contacts[0].dateAdded < '2026']).toEqual([2500, true])
    const { json } = await call('POST /contacts/search', {
      json: { locationId: contacts[0].locationId, pageLimit: 1, sort: [{ field: 'dateAdded', direction: 'asc' }] },
    })
    expect(json.total).toBe(2500)
    expect((await call(`GET /conversations/search?contactId=${json.contacts[0].id}`)).json.total).toBe(1)
  })

  test('knows the people of the documentation, in the first location only', async () => {
    const { call, session, locations } = await locationClient()
    for (const [id, name] of [
      ['ocQHyuzHvysMo5N5VsXc', 'John Deo'],
      ['seD4PfOuKoVMLkEZqohJ', 'rubika Deo'],
      ['sx6wyHhbFdRXh302LLNR', 'Sample Contact'],
      ['sx6wyHhbFdRXh302Lunr', 'Followed Contact'],
    ])
      expect((await call(`GET /contacts/${id}`)).json.contact).toMatchObject({ id, name })
    const business = (await call('GET /contacts/business/641c094001436dbc2081e642')).json
    expect(business.contacts.map(({ id }: Any) => id)).toEqual(['seD4PfOuKoVMLkEZqohJ', 'ocQHyuzHvysMo5N5VsXc'])
    expect((await call('GET /contacts/search/duplicate?email=abc@abc.com')).json.contact.id).toBe(
      'sx6wyHhbFdRXh302LLNR',
    )
    const other = await locationClient({ ...session.options }, { locationId: locations[1]!.locationId })
    expect((await other.call('GET /contacts/ocQHyuzHvysMo5N5VsXc')).status).toBe(403)
    expect((await other.call('GET /contacts/')).json.count).toBe(500)
  })

  test('is not made before it is asked for', async () => {
    const { session, call } = await locationClient()
    await call('GET /locations/nowhere')
    expect(JSON.stringify(await session.state.dump())).not.toContain('example.com')
  })
})

describe('the contacts of a business', () => {
  test('are those with its id, page by page, and by name', async () => {
    const { call, locationId } = await locationClient()
    const whole = (await call('POST /contacts/search', { json: { locationId, pageLimit: 100 } })).json.contacts
    const { businessId } = whole.find((each: Any) => each.businessId)
    const path = `/contacts/business/${businessId}?locationId=${locationId}`
    const { json } = await call(`GET ${path}`)
    expect(Object.keys(json)).toEqual(['contacts', 'count', 'traceId'])
    expect(json.contacts.length).toBe(json.count)
    expect(new Set(json.contacts.map((each: Any) => each.businessId))).toEqual(new Set([businessId]))
    const rest = (await call(`GET ${path}&skip=1&limit=2`)).json
    expect([rest.contacts, rest.count]).toEqual([json.contacts.slice(1, 3), json.count])
    const [{ contactName, id }] = json.contacts
    expect((await call(`GET ${path}&query=${encodeURIComponent(contactName)}`)).json.contacts[0].id).toBe(id)
    expect((await call(`GET /contacts/business/nobody?locationId=${locationId}`)).json).toMatchObject({
      contacts: [],
      count: 0,
    })
    expect((await call(`GET ${path}&limit=101`)).status).toBe(422)
  })
})

test('a contact’s appointments are shown without the offset of their times', async () => {
  const { call, locationId, id: contactId } = await withContact({ name: 'Ada' })
  const [calendar] = (await call('GET /calendars/')).json.calendars
  const startTime = '2026-01-05T10:00:00-05:00'
  const json = { locationId, calendarId: calendar.id, contactId, startTime, title: 'First visit' }
  const made = await call('POST /calendars/events/appointments', { json })
  const { events } = (await call(`GET /contacts/${contactId}/appointments`)).json
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({ id: made.json.id, contactId, locationId, title: 'First visit' })
  expect(events[0].startTime).toBe('2026-01-05 10:00:00')
  for (const field of ['endTime', 'dateAdded', 'dateUpdated'])
    expect(events[0][field]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  expect((await call('GET /contacts/nobody/appointments')).json.message).toBe('Contact not found for id:nobody')
})

test('a page costs no more where there are many', async () => {
  const pageSizes: number[] = []
  const { session, call } = await locationClient({ settings: { hoopai: { contactsPerLocation: 3000 } } })
  await call('GET /contacts/')
  const { state } = session
  const page = state.page.bind(state)
  state.page = async (...args) => {
    const found = await page(...args)
    pageSizes.push(found.entries.length)
    return found as never
  }
  const { json } = await call('GET /contacts/')
  await call(`GET /contacts/?startAfter=${json.meta.startAfter}&startAfterId=${json.meta.startAfterId}`)
  await call(`GET /contacts/?startAfterId=${json.meta.startAfterId}`)
  await call('POST /contacts/search', { json: { locationId: json.contacts[0].locationId, page: 2 } })
  expect(Math.max(...pageSizes)).toBe(20)
})
