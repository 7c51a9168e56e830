import { describe, expect, test } from 'vitest'
import { ID, locationClient, withoutTrace } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

const names = ({ json }: Any): string[] => json.users.map(({ name }: Any) => name)

async function agency() {
  const { locations } = await locationClient()
  const { companyId } = locations[0]!
  return { ...(await locationClient({}, { companyId })), companyId }
}

describe('the users of a location', () => {
  test('are its team: who consents for it, who serves its calendars and who looks after its contacts', async () => {
    const { call, locations, locationId } = await locationClient()
    const answer = await call(`GET /users/?locationId=${locationId}`)
    const { users } = withoutTrace(answer) as { users: Any[] }
    expect(users[0]).toMatchObject({ id: locations[0]!.userId, roles: { role: 'admin', type: 'account' } })
    for (const user of users)
      expect(user).toMatchObject({
        id: expect.stringMatching(ID),
        name: `${user.firstName} ${user.lastName}`,
        email: expect.stringContaining('@'),
        phone: expect.stringMatching(/^\+1\d{10}$/),
        extension: '',
        deleted: false,
        permissions: { contactsEnabled: true, assignedDataOnly: user.roles.role === 'user' },
        roles: { locationIds: [locationId] },
        lcPhone: { [locationId]: user.phone },
        platformLanguage: 'en_US',
      })
    const ids = users.map(({ id }) => id)
    const { calendars } = (await call('GET /calendars/')).json
    const { contacts } = (await call('GET /contacts/?limit=100')).json
    const named = [
      ...calendars.flatMap(({ teamMembers }: Any) => teamMembers.map(({ userId }: Any) => userId)),
      ...contacts.flatMap(({ assignedTo }: Any) => assignedTo ?? []),
    ]
    expect(named.length).toBeGreaterThan(50)
    for (const id of named) expect(ids).toContain(id)
  })

  test('are found by id, those of others are not', async () => {
    const { call, locations } = await locationClient()
    const [, second] = (await call('GET /users/')).json.users
    expect(withoutTrace(await call(`GET /users/${second.id}`))).toEqual(second)
    for (const id of [locations[1]!.userId, 'nobody'])
      expect(await call(`GET /users/${id}`)).toMatchObject({
        status: 400,
        json: { message: `User not found for id:${id}` },
      })
    const { call: agencys } = await agency()
    expect(withoutTrace(await agencys(`GET /users/${second.id}`))).toEqual(second)
    expect((await agencys(`GET /users/${locations[3]!.userId}`)).status).toBe(400)
  })

  test('are listed for a location’s own token only', async () => {
    const { call, locations } = await locationClient()
    expect((await call(`GET /users/?locationId=${locations[1]!.locationId}`)).status).toBe(403)
    const { call: agencys } = await agency()
    expect((await agencys(`GET /users/?locationId=${locations[0]!.locationId}`)).json.message).toMatch(
      /^This authClass type/,
    )
  })
})

describe('a search for users', () => {
  test('without a company is E01, and beside a location a wrong field', async () => {
    for (const { call, locationId, locations } of [
      await locationClient(),
      await locationClient({ settings: { hoopai: { strictLocation: true } } }),
    ]) {
      expect(await call('GET /users/search')).toMatchObject({
        status: 401,
        text: '{"statusCode":401,"message":"E01 - Unauthorized request"}',
      })
      expect((await call('GET /users/search?limit=all')).status).toBe(401)
      expect(await call(`GET /users/search?locationId=${locationId}`)).toMatchObject({
        status: 422,
        json: { message: ['companyId must be a string'] },
      })
      expect((await call(`GET /users/search?companyId=${locations[0]!.companyId}`)).status).toBe(200)
    }
  })

  test('finds everybody of the agency by name, and pages', async () => {
    const { call, companyId, locations } = await agency()
    const search = (query = '') => call(`GET /users/search?companyId=${companyId}&${query}`)
    const whole = await search()
    const own = locations.filter((each) => each.companyId === companyId)
    expect(whole.json.count).toBe(1 + 3 * own.length)
    expect(names(whole)).toEqual([...names(whole)].sort())
    expect(new Set(whole.json.users.map(({ email }: Any) => email)).size).toBe(whole.json.count)
    const pages = [await search('limit=4'), await search('limit=4&skip=4'), await search('limit=4&skip=8')]
    expect(pages.flatMap(names)).toEqual(names(whole))
    expect(pages.map(({ json }) => json.count)).toEqual([10, 10, 10])
    expect(names(await search('sortDirection=desc'))).toEqual(names(whole).reverse())
  })

  test('filters', async () => {
    const { call, companyId, locations } = await agency()
    const search = async (query: string) => (await call(`GET /users/search?companyId=${companyId}&${query}`)).json
    expect((await search('type=agency')).users).toMatchObject([{ roles: { type: 'agency', role: 'admin' } }])
    expect((await search('role=admin')).count).toBe(4)
    const { users } = await search(`locationId=${locations[1]!.locationId}&type=account`)
    expect(users).toHaveLength(3)
    expect((await search(`ids=${users[0].id},${users[2].id}`)).count).toBe(2)
    expect((await search(`query=${users[1].email.toUpperCase()}`)).users).toEqual([users[1]])
    expect((await search('query=nobody at all')).count).toBe(0)
  })

  test('by a location’s token stays within it, and another agency is E01', async () => {
    const { call, locations, locationId } = await locationClient()
    const { companyId } = locations[0]!
    const found = (await call(`GET /users/search?companyId=${companyId}`)).json
    expect(found.count).toBe(3)
    for (const user of found.users) expect(user.roles.locationIds).toEqual([locationId])
    expect((await call(`GET /users/search?companyId=${companyId}&locationId=${locations[1]!.locationId}`)).status).toBe(
      403,
    )
    const other = locations.find((each) => each.companyId !== companyId)!
    expect((await call(`GET /users/search?companyId=${other.companyId}`)).json.message).toBe(
      'E01 - Unauthorized request',
    )
  })
})
