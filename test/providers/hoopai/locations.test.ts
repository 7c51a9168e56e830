import { expect, test } from 'vitest'
import { locationClient, withoutTrace } from './location.ts'

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
