import { describe, expect, test } from 'vitest'
import { ID, locationClient, withoutTrace } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

async function agency() {
  const { locations } = await locationClient()
  const { companyId } = locations[0]!
  const client = await locationClient({}, { companyId })
  const own = locations.filter((each) => each.companyId === companyId)
  const search = async (query = '') =>
    (withoutTrace(await client.call(`GET /locations/search?${query}`)) as Any).locations
  return { ...client, companyId, own, search }
}

test('an agency finds its own locations by name', async () => {
  const { search, own, companyId } = await agency()
  const found: Any[] = await search()
  expect(found.map(({ id }) => id).sort()).toEqual(own.map(({ locationId }) => locationId).sort())
  expect(found.map(({ name }) => name)).toEqual(own.map(({ name }) => name).sort())
  expect(found[0]).toMatchObject({
    companyId,
    timezone: 'America/New_York',
    country: 'US',
    city: expect.any(String),
    settings: { allowDuplicateContact: false },
  })
})

test('it pages, turns round and finds by email', async () => {
  const { search, own, companyId } = await agency()
  const names = own.map(({ name }) => name).sort()
  const shown = async (query: string) => (await search(query)).map(({ name }: Any) => name)
  expect(await shown('order=desc')).toEqual(names.toReversed())
  expect(await shown('limit=1&skip=1')).toEqual([names[1]])
  expect(await shown(`companyId=${companyId}&skip=99`)).toEqual([])
  expect(await shown(`email=${own[1]!.email}`)).toEqual([own[1]!.name])
})

test('a sub-account’s token is forbidden, and so is another agency', async () => {
  const { call, locations } = await locationClient()
  const forbidden = { status: 403, text: '{"message":"Forbidden resource","error":"Forbidden","statusCode":403}' }
  expect(await call('GET /locations/search')).toMatchObject(forbidden)
  const { call: own } = await agency()
  const foreign = locations.find(({ companyId }) => companyId !== locations[0]!.companyId)!
  expect(await own(`GET /locations/search?companyId=${foreign.companyId}`)).toMatchObject(forbidden)
})

test('what does not validate is a 422', async () => {
  const { call } = await agency()
  for (const [query, message] of [
    ['limit=all', 'limit must be a number string'],
    ['order=up', 'order must be a valid enum value'],
    ['locationId=x', 'property locationId should not exist'],
  ])
    expect(await call(`GET /locations/search?${query}`)).toMatchObject({ status: 422, json: { message: [message] } })
})

describe('one location', () => {
  test('is shown to its own token and to its agency’s, the same', async () => {
    const { call, locationId, locations } = await locationClient()
    const own = withoutTrace(await call(`GET /locations/${locationId}`)) as Any
    expect(own.location).toMatchObject({
      id: locationId,
      companyId: locations[0]!.companyId,
      name: 'Harbour Dental',
      address: '1 Main Street',
      city: 'Portland',
      state: 'ME',
      country: 'US',
      postalCode: '04101',
      timezone: 'America/New_York',
      firstName: expect.any(String),
      business: { name: 'Harbour Dental', city: 'Portland' },
      settings: { allowDuplicateContact: false },
    })
    const { call: agencys } = await agency()
    expect(withoutTrace(await agencys(`GET /locations/${locationId}`))).toEqual(own)
    const [admin] = (await call('GET /users/')).json.users
    expect([own.location.firstName, own.location.lastName]).toEqual([admin.firstName, admin.lastName])
  })

  test('is forbidden to another location’s token and to another agency’s, and told when it is none', async () => {
    const { call, locations } = await locationClient()
    const forbidden = {
      status: 403,
      text: '{"statusCode":403,"message":"The token does not have access to this location."}',
    }
    for (const id of [locations[1]!.locationId, locations[3]!.locationId, 'nowhere'])
      for (const part of ['', '/tags', '/customFields'])
        expect(await call(`GET /locations/${id}${part}`)).toMatchObject(forbidden)
    const { call: agencys } = await agency()
    expect((await agencys(`GET /locations/${locations[1]!.locationId}`)).status).toBe(200)
    expect(await agencys(`GET /locations/${locations[3]!.locationId}`)).toMatchObject(forbidden)
    expect(await agencys('GET /locations/nowhere')).toMatchObject({
      status: 400,
      json: { message: 'Location not found for id:nowhere' },
    })
  })

  test('has the tags of its contacts, and keeps those that were new', async () => {
    const { call, locationId } = await locationClient()
    const tags = async () => {
      const { tags } = withoutTrace(await call(`GET /locations/${locationId}/tags`)) as Any
      for (const tag of tags) expect(tag).toEqual({ id: expect.stringMatching(ID), name: tag.name, locationId })
      return tags.map(({ name }: Any) => name)
    }
    const before = await tags()
    for (const { tags: own } of (await call('GET /contacts/?limit=100')).json.contacts)
      expect(before).toEqual(expect.arrayContaining(own))
    await call('POST /contacts/', { json: { locationId, name: 'Ada', tags: ['brand new', before[0]] } })
    expect(await tags()).toEqual([...before, 'brand new'])
  })

  test('has custom fields of two models, which its contacts use', async () => {
    const { call, locationId } = await locationClient()
    const fields = async (query = '') =>
      (withoutTrace(await call(`GET /locations/${locationId}/customFields?${query}`)) as Any).customFields
    const all: Any[] = await fields()
    expect(all[1]).toMatchObject({ id: expect.stringMatching(ID), locationId, fieldKey: 'contact.preferred_day' })
    const [contact, opportunity] = [await fields('model=contact'), await fields('model=opportunity')]
    expect(contact.length).toBeGreaterThan(1)
    expect([...contact, ...opportunity]).toEqual(all)
    expect(await fields('model=all')).toEqual(all)
    const ids = contact.map(({ id }: Any) => id)
    const used = (await call('GET /contacts/?limit=100')).json.contacts.flatMap((each: Any) => each.customFields)
    expect(used.length).toBeGreaterThan(0)
    for (const { id } of used) expect(ids).toContain(id)
    expect((await call(`GET /locations/${locationId}/customFields?model=deal`)).json.message).toEqual([
      'model must be a valid enum value',
    ])
  })

  test('needs the scope of each part', async () => {
    const { call, locationId } = await locationClient({}, { scopes: ['locations.readonly'] })
    expect((await call(`GET /locations/${locationId}`)).status).toBe(200)
    for (const part of ['tags', 'customFields'])
      expect((await call(`GET /locations/${locationId}/${part}`)).json.message).toBe(
        'The token is not authorized for this scope.',
      )
    const { call: agencys } = await agency()
    expect((await agencys(`GET /locations/${locationId}/tags`)).json.message).toMatch(/^This authClass type/)
  })
})

describe('a company', () => {
  test('is shown to its own token', async () => {
    const { call, companyId } = await agency()
    expect((withoutTrace(await call(`GET /companies/${companyId}`)) as Any).company).toMatchObject({
      id: companyId,
      name: 'Northwind Agency',
      email: expect.stringContaining('@'),
    })
    expect((await call('GET /companies/other')).status).toBe(403)
  })

  test('is refused to a sub-account (A12)', async () => {
    const { call, locations } = await locationClient()
    expect(await call(`GET /companies/${locations[0]!.companyId}`)).toMatchObject({
      status: 401,
      text: `{"statusCode":401,"message":"Token's user type mismatch!"}`,
    })
  })
})
