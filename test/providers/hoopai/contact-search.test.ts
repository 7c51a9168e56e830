import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { locationClient, UUID } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

async function searching(options = {}) {
  const client = await locationClient({ settings: { hoopai: { limits: 'off', contactsPerLocation: 90 } }, ...options })
  const { call, locationId } = client
  const search = (json: object) => call('POST /contacts/search', { json: { locationId, ...json } })
  const whole: Any[] = (await search({ pageLimit: 100 })).json.contacts
  return { ...client, search, whole }
}

const ids = (contacts: Any[]) => contacts.map(({ id }) => id)

test('a search answers all, newest first, with a cursor on each', async () => {
  const { search, call, whole } = await searching()
  const { status, json } = await search({})
  expect(status).toBe(200)
  expect(Object.keys(json)).toEqual(['contacts', 'total', 'traceId'])
  expect(json).toMatchObject({ total: 90, traceId: expect.stringMatching(UUID) })
  expect(json.contacts).toHaveLength(20)
  expect(ids(whole)).toEqual(ids((await call('GET /contacts/?limit=100')).json.contacts))
  for (const each of whole) {
    expect(each.firstNameLowerCase).toBe(each.firstName.toLowerCase())
    expect(each.searchAfter).toEqual([Date.parse(each.dateAdded), each.id])
    expect(each).not.toHaveProperty('startAfter')
  }
})

describe('every contact is found once', () => {
  const SORTS: [string, object][] = [
    ['as they came', {}],
    ['by date, oldest first', { sort: [{ field: 'dateAdded', direction: 'asc' }] }],
    ['by city', { sort: [{ field: 'city', direction: 'asc' }] }],
    ['by company, which most have not', { sort: [{ field: 'companyName', direction: 'desc' }] }],
    ['by state, then last name', { sort: [{ field: 'state', direction: 'asc' }, { field: 'lastName' }] }],
    ['those who are filtered', { filters: [{ field: 'source', operator: 'eq', value: 'referral' }] }],
  ]
  test.each(SORTS)('%s: by page and by cursor, whatever the size', async (_, asked) => {
    const { search, call, locationId } = await searching()
    for (let i = 0; i < 9; i++)
      await call('POST /contacts/', { json: { locationId, firstName: `Tie ${i}`, source: 'referral' } })
    const all = ids((await search({ ...asked, pageLimit: 100 })).json.contacts)
    expect(all.length).toBeGreaterThan(20)
    for (const pageLimit of [1, 7, 50]) {
      const [paged, led]: [string[], string[]] = [[], []]
      for (let page = 1, last = pageLimit; last === pageLimit; page++) {
        const { contacts } = (await search({ ...asked, pageLimit, page })).json
        paged.push(...ids(contacts))
        last = contacts.length
      }
      for (let searchAfter: Any, last = pageLimit; last === pageLimit; ) {
        const { contacts } = (await search({ ...asked, pageLimit, ...(searchAfter ? { searchAfter } : {}) })).json
        led.push(...ids(contacts))
        searchAfter = contacts.at(-1)?.searchAfter
        last = contacts.length
      }
      expect(paged, `pages of ${pageLimit}`).toEqual(all)
      expect(led, `cursors of ${pageLimit}`).toEqual(all)
    }
  })
})

describe('a filtered list is the whole list, filtered', () => {
  const cases: [Any, (each: Any) => boolean][] = [
    [{ field: 'dnd', operator: 'eq', value: true }, (each) => each.dnd === true],
    [{ field: 'city', operator: 'eq', value: 'BOSTON' }, (each) => each.city === 'Boston'],
    [{ field: 'city', operator: 'eq', value: ['Boston', 'Denver'] }, (each) => /Boston|Denver/.test(each.city)],
    [{ field: 'city', operator: 'not_eq', value: 'Boston' }, (each) => each.city !== 'Boston'],
    [{ field: 'tags', operator: 'eq', value: 'vip' }, (each) => each.tags.includes('vip')],
    [{ field: 'tags', operator: 'not_contains', value: 'vip' }, (each) => !each.tags.includes('vip')],
    [{ field: 'tags', operator: 'contains', value: ['trial', 'vip'] }, (each) => /trial|vip/.test(each.tags.join())],
    [{ field: 'email', operator: 'contains', value: '1@example' }, (each) => /1@example/.test(each.email)],
    [{ field: 'firstNameLowerCase', operator: 'contains', value: 'ar' }, (each) => /ar/i.test(each.firstName)],
    [{ field: 'companyName', operator: 'exists' }, (each) => each.companyName !== undefined],
    [{ field: 'companyName', operator: 'not_exists' }, (each) => each.companyName === undefined],
    [{ field: 'followers', operator: 'not_exists' }, () => true],
    [{ field: 'noSuchField', operator: 'exists' }, () => false],
    [
      { field: 'dateAdded', operator: 'range', value: { gte: '2025-01-15', lte: '2025-01-20T12:00:00Z' } },
      (each) => each.dateAdded >= '2025-01-15' && each.dateAdded <= '2025-01-20T12:00:00.000Z',
    ],
    [
      { field: 'dateAdded', operator: 'range', value: { gt: Date.UTC(2025, 0, 20) } },
      (each) => Date.parse(each.dateAdded) > Date.UTC(2025, 0, 20),
    ],
    [
      {
        group: 'OR',
        filters: [
          { field: 'city', operator: 'eq', value: 'Boston' },
          { field: 'dnd', operator: 'eq', value: true },
        ],
      },
      (each) => each.city === 'Boston' || each.dnd,
    ],
  ]
  test.each(cases)('%j', async (filter, holds) => {
    const { search, whole } = await searching()
    const { contacts, total } = (await search({ filters: [filter], pageLimit: 100 })).json
    expect(ids(contacts)).toEqual(ids(whole.filter(holds)))
    expect(total).toBe(contacts.length)
  })

  test('of several filters all hold, with the text as well', async () => {
    const { search, whole } = await searching({ openState: () => hostileState(4) })
    const filters = [
      { field: 'city', operator: 'eq', value: 'Denver' },
      { field: 'tags', operator: 'eq', value: 'vip' },
    ]
    const wanted = whole.filter(({ city, tags }) => city === 'Denver' && tags.includes('vip'))
    expect(wanted.length).toBeGreaterThan(1)
    expect(ids((await search({ filters })).json.contacts)).toEqual(ids(wanted))
    const query = wanted[0].lastName
    const both = wanted.filter((each) => `${each.firstName} ${each.lastName} ${each.email}`.includes(query))
    expect(ids((await search({ filters, query })).json.contacts)).toEqual(ids(both))
  })

  test('by a custom field’s value', async () => {
    const { search, whole } = await searching()
    const { id, value } = whole.find(({ customFields }) => customFields.length > 0).customFields[0]
    const has = (each: Any) => each.customFields.some((field: Any) => field.id === id && field.value === value)
    const filters = [{ field: `customFields.${id}`, operator: 'eq', value }]
    expect(ids((await search({ filters, pageLimit: 100 })).json.contacts)).toEqual(ids(whole.filter(has)))
  })
})

test('a sorted list is the whole list, sorted', async () => {
  const { search, whole } = await searching()
  const sort = [
    { field: 'lastName', direction: 'asc' },
    { field: 'firstName', direction: 'desc' },
  ]
  const { contacts } = (await search({ sort, pageLimit: 100 })).json
  const names = contacts.map((each: Any) => each.lastName?.toLowerCase())
  expect(names).toEqual([...names].sort())
  expect([...ids(contacts)].sort()).toEqual([...ids(whole)].sort())
})

test.each(['asc', 'desc'])('who has nothing there comes last, %s', async (direction) => {
  const { search, whole } = await searching()
  const sort = [{ field: 'companyName', direction }]
  const { contacts } = (await search({ sort, pageLimit: 100 })).json
  const employed = whole.filter(({ companyName }) => companyName).length
  expect(contacts.slice(employed).every((each: Any) => each.companyName === undefined)).toBe(true)
  const names = contacts.slice(0, employed).map((each: Any) => each.companyName.toLowerCase())
  const sorted = [...names].sort()
  expect(names).toEqual(direction === 'asc' ? sorted : sorted.reverse())
})

test('a search lags behind writes where the session says so', async () => {
  const { call, session, locationId } = await locationClient({ settings: { hoopai: { searchLagSeconds: 10 } } })
  await call('POST /contacts/', { json: { locationId, email: 'late@example.org' } })
  const total = async () => (await call('POST /contacts/search', { json: { locationId } })).json.total
  expect(await total()).toBe(500)
  session.clock.advance(10_000)
  expect(await total()).toBe(501)
})

describe('what a search does not take', () => {
  const filter = (operator: unknown, value: unknown = 'x') => ({ filters: [{ field: 'email', operator, value }] })
  test.each<[object, string[]]>([
    [filter('gte'), ['Invalid Operator']],
    [filter('wildcard'), ['Invalid Operator']],
    [filter(7), ['Invalid Operator']],
    [filter('constructor'), ['Invalid Operator']],
    [{ filters: [{ group: 'OR', filters: [{ field: 'a', operator: 'lt' }] }] }, ['Invalid Operator']],
    [{ filters: [{ group: 'XOR', filters: [] }] }, ['filters.0.group must be a valid enum value']],
    [{ filters: [{ operator: 'eq' }] }, ['filters.0.field must be a string']],
    [{ filters: 'email' }, ['filters must be an array']],
    [filter('range', 7), ['filters.0.value must be an object']],
    [filter('range', { from: 1 }), ['filters.0.value.property from should not exist']],
    [filter('range', { gte: 'soon' }), ['filters.0.value.gte must be a number or a date']],
    [{ limit: 20 }, ['property limit should not exist']],
    [{ pageLimit: 101 }, ['pageLimit must not be greater than 100']],
    [{ page: 0 }, ['page must not be less than 1']],
    [{ sort: [{ field: 'city', direction: 'up' }] }, ['sort.0.direction must be a valid enum value']],
    [{ searchAfter: ['x'] }, ['searchAfter must be that of a contact in this order']],
    [{ searchAfter: ['x', 'y'] }, ['searchAfter must be that of a contact in this order']],
  ])('%j is a 422', async (json, message) => {
    const { call, locationId } = await locationClient()
    const answer = await call('POST /contacts/search', { json: { locationId, ...json } })
    expect([answer.status, answer.json.message]).toEqual([422, message])
  })

  test('another location, and none', async () => {
    const { call, locations } = await locationClient()
    const { locationId } = locations[1]!
    expect((await call('POST /contacts/search', { json: { locationId } })).status).toBe(401)
    expect((await call('POST /contacts/search', { json: {} })).json.message).toEqual(["LocationId can't be undefined"])
  })
})

describe('a search for a duplicate', () => {
  test('finds by email in any case, else by number in any form, else nobody', async () => {
    const { call, locationId } = await locationClient()
    const create = async (json: object) =>
      (await call('POST /contacts/', { json: { locationId, ...json } })).json.contact.id
    const ada = await create({ email: 'ada@example.org', phone: '+12025557777' })
    const bob = await create({ email: 'bob@example.org', phone: '+12025558888' })
    const find = async (query: string) => {
      const { status, json } = await call(`GET /contacts/search/duplicate?locationId=${locationId}&${query}`)
      expect(status).toBe(200)
      return json.contact?.id ?? json.contact
    }
    expect(await find('email=ADA@example.org')).toBe(ada)
    expect(await find('number=(202)%20555-8888')).toBe(bob)
    expect(await find('email=ada@example.org&number=%2B12025558888')).toBe(ada)
    expect(await find('email=nobody@example.org&number=%2B12025558888')).toBe(bob)
    expect(await find('email=nobody@example.org')).toBe(null)
    expect(await find('')).toBe(null)
    const fresh = (await call('GET /contacts/?limit=1')).json.contacts[0]
    await call(`DELETE /contacts/${ada}`)
    expect(await find('email=ada@example.org')).toBe(null)
    const [oldest] = (await call('GET /contacts/?limit=1&startAfterId=' + bob)).json.contacts
    expect([fresh.id === bob || fresh.id === ada, await find(`email=${oldest.email}`)]).toEqual([true, oldest.id])
  })
})
