import { describe, expect, test } from 'vitest'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, UUID, withoutTrace } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

const DUPLICATE = 'This location does not allow duplicated contacts.'
const NOW = '2026-01-01T00:00:00.000Z'

async function withContact(fields: object = { email: 'ada@example.org', firstName: 'Ada' }) {
  const client = await locationClient()
  const { json } = await client.call('POST /contacts/', { json: { locationId: client.locationId, ...fields } })
  return { ...client, contact: json.contact as Any, id: json.contact.id as string }
}

describe('the location of a call', () => {
  test('is the token’s own when the list names none, unless strictLocation', async () => {
    const own = await locationClient()
    const named = await own.call(`GET /contacts/?locationId=${own.locationId}&limit=2`)
    expect(withoutTrace(named).contacts).toEqual(withoutTrace(await own.call('GET /contacts/?limit=2')).contacts)
    const strict = await locationClient({ settings: { hoopai: { strictLocation: true } } })
    expect(await strict.call('GET /contacts/')).toMatchObject(FORBIDDEN)
    expect((await strict.call(`GET /contacts/?locationId=${strict.locationId}`)).status).toBe(200)
  })

  test('is refused with 403 in a query and 401 in a body when it is another', async () => {
    const { call, locations } = await locationClient()
    const other = locations[1]!.locationId
    for (const locationId of [other, 'nowhere', ''])
      expect(await call(`GET /contacts/?locationId=${locationId}&oops=1`), locationId).toMatchObject(FORBIDDEN)
    for (const locationId of [other, 'nowhere'])
      expect(await call('POST /contacts/', { json: { locationId, email: 'no email' } })).toMatchObject({
        status: 401,
        text: '{"statusCode":401,"message":"This location is not accessible from this token!"}',
      })
  })

  test('holds for a contact of another location, which is neither read, changed nor deleted', async () => {
    const { call, locations, session } = await locationClient()
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const { id } = (await other.call('GET /contacts/?limit=1')).json.contacts[0]
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(await call(`${method} /contacts/${id}`)).toMatchObject(FORBIDDEN)
    expect(accounts(session).locations.length).toBeGreaterThan(2)
  })

  test('cannot be an agency’s', async () => {
    const { locations } = await locationClient()
    const agency = await locationClient({}, { companyId: locations[0]!.companyId })
    const answer = await agency.call('GET /contacts/')
    expect(answer.status).toBe(401)
    expect(answer.json.message).toMatch(/^This authClass type is not allowed to access this scope\./)
  })

  const FORBIDDEN = {
    status: 403,
    text: '{"statusCode":403,"message":"The token does not have access to this location."}',
  }
})

describe('a contact', () => {
  test('that was created can be read, listed, and has a conversation', async () => {
    const { call, locationId, contact, id } = await withContact({
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'Ada@Example.org',
      phone: '(202) 555-7777',
      dateOfBirth: '09/25/1990',
      country: 'gb',
      tags: ['x'],
      dndSettings: { SMS: { status: 'active' } },
      customFields: [{ id: 'cf1', field_value: 'blue' }],
    })
    const core = {
      id,
      locationId,
      firstName: 'Ada',
      lastName: 'Lovelace',
      name: 'Ada Lovelace',
      email: 'Ada@Example.org',
      emailLowerCase: 'ada@example.org',
      firstNameLowerCase: 'ada',
      lastNameLowerCase: 'lovelace',
      fullNameLowerCase: 'ada lovelace',
      phone: '+12025557777',
      country: 'GB',
      tags: ['x'],
      dnd: false,
      dndSettings: { SMS: { status: 'active' } },
      customFields: [{ id: 'cf1', value: 'blue' }],
      type: 'lead',
      followers: [],
      additionalEmails: [],
      dateAdded: NOW,
      dateUpdated: NOW,
    }
    expect(id).toMatch(ID)
    expect(contact).toEqual({
      ...core,
      dateOfBirth: '1990-09-25T00:00:00.000Z',
      birthMonth: 9,
      birthDay: 25,
      deleted: false,
      bounceEmail: false,
      unsubscribeEmail: false,
      lastSessionActivityAt: NOW,
      offers: [],
      products: [],
      createdBy: expect.objectContaining({ source: 'INTEGRATION' }),
      lastUpdatedBy: expect.objectContaining({ timestamp: NOW }),
    })
    expect(withoutTrace(await call(`GET /contacts/${id}`))).toEqual({ contact: { ...core, dateOfBirth: '1990-09-25' } })
    expect((await call('GET /contacts/?limit=1')).json).toMatchObject({
      count: 501,
      contacts: [{ id, firstNameRaw: 'Ada' }],
    })
    expect((await call(`GET /conversations/search?contactId=${id}`)).json).toMatchObject({
      total: 1,
      conversations: [{ contactId: id, fullName: 'Ada Lovelace', phone: '+12025557777', unreadCount: 0 }],
    })
  })

  test('makes no conversation where the session says so', async () => {
    const { call, locationId } = await locationClient({ settings: { hoopai: { contactMakesConversation: false } } })
    const { contact } = (await call('POST /contacts/', { json: { locationId, name: 'Ada' } })).json
    expect((await call(`GET /conversations/search?contactId=${contact.id}`)).json.total).toBe(0)
  })

  test.each([
    ['Ada', 'Ada', undefined],
    ['Ada King Lovelace', 'Ada', 'King Lovelace'],
  ])('named %s in one word has parts', async (name, firstName, lastName) => {
    const { contact } = await withContact({ name })
    expect([contact.firstName, contact.lastName, contact.name]).toEqual([firstName, lastName, name])
  })

  test.each([
    ['+1 888-888-8888', '+18888888888'],
    ['888 888 8888', '+18888888888'],
    ['+44 20 7946 0000', '+442079460000'],
  ])('with the phone %s is stored as %s', async (phone, stored) => {
    expect((await withContact({ phone })).contact.phone).toBe(stored)
  })

  test('that is changed keeps what was not named, and a null clears', async () => {
    const { call, session, id } = await withContact({
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      city: 'London',
      tags: ['a', 'b'],
      customFields: [
        { id: 'one', field_value: '1' },
        { id: 'two', field_value: '2' },
      ],
    })
    session.clock.advance(1000)
    const put = await call(`PUT /contacts/${id}`, {
      json: { lastName: 'King', email: null, tags: ['c'], customFields: [{ id: 'two', field_value: '22' }] },
    })
    expect(put.status).toBe(200)
    const body = withoutTrace(put) as Any
    expect(Object.keys(body)).toEqual(['succeded', 'contact'])
    expect(body.succeded).toBe(true)
    expect(body.contact).toMatchObject({
      name: 'Ada King',
      city: 'London',
      tags: ['c'],
      customFields: [
        { id: 'one', value: '1' },
        { id: 'two', value: '22' },
      ],
      dateAdded: NOW,
      dateUpdated: '2026-01-01T00:00:01.000Z',
    })
    expect(body.contact).not.toHaveProperty('email')
    expect(withoutTrace(await call(`GET /contacts/${id}`))).toEqual({ contact: body.contact })
  })

  test('that is deleted is gone with its conversation, and its email is free', async () => {
    const { call, locationId, id } = await withContact()
    await call('POST /conversations/messages', { json: { type: 'SMS', contactId: id, message: 'hello' } })
    const { id: conversationId } = (await call(`GET /conversations/search?contactId=${id}`)).json.conversations[0]
    const gone = await call(`DELETE /contacts/${id}`)
    expect([gone.status, withoutTrace(gone)]).toEqual([200, { succeded: true }])
    const missing = {
      status: 400,
      text: `{"message":"Contact not found for id:${id}","error":"Bad Request","statusCode":400}`,
    }
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(await call(`${method} /contacts/${id}`)).toMatchObject(missing)
    expect((await call('GET /contacts/')).json.count).toBe(500)
    expect((await call(`GET /conversations/search?contactId=${id}`)).json.total).toBe(0)
    expect((await call(`GET /conversations/${conversationId}/messages`)).json.message).toBe(
      `Conversation not found for id:${conversationId}`,
    )
    const again = await call('POST /contacts/', { json: { locationId, email: 'ada@example.org' } })
    expect(again.status).toBe(201)
    expect(again.json.contact.id).not.toBe(id)
  })
})

test('of many who delete one contact at once, one has deleted it', async () => {
  const { call, locationId } = await locationClient({ openState: () => hostileState(2) })
  const { contact } = (await call('POST /contacts/', { json: { locationId, email: 'ada@example.org' } })).json
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(`DELETE /contacts/${contact.id}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
})

test('a location whose contacts were all deleted stays empty', async () => {
  const { call } = await locationClient({ settings: { hoopai: { limits: 'off', contactsPerLocation: 60 } } })
  for (const { id } of (await call('GET /contacts/?limit=100')).json.contacts) await call(`DELETE /contacts/${id}`)
  expect((await call('GET /contacts/')).json).toMatchObject({ contacts: [], count: 0 })
  expect((await call('GET /conversations/search')).json).toMatchObject({ conversations: [], total: 0 })
})

describe('a duplicate', () => {
  test.each([
    ['email', { email: 'ADA@example.org', phone: '+12025559999' }],
    ['phone', { email: 'else@example.org', phone: '202 555 7777' }],
  ])('by %s is refused and told whose it is', async (matchingField, fields) => {
    const { call, locationId, id } = await withContact({ name: 'Ada', email: 'ada@example.org', phone: '+12025557777' })
    const answer = await call('POST /contacts/', { json: { locationId, ...fields } })
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({
      statusCode: 400,
      message: DUPLICATE,
      meta: { contactId: id, matchingField, contactName: 'Ada' },
      traceId: expect.stringMatching(UUID),
    })
    expect((await call('GET /contacts/')).json.count).toBe(501)
    // A refused contact holds nothing: its other half is still free.
    const free = matchingField === 'email' ? { phone: fields.phone } : { email: fields.email }
    expect((await call('POST /contacts/', { json: { locationId, ...free } })).status).toBe(201)
  })

  test('of a fresh contact is refused too, by create and by update', async () => {
    const { call, locationId, id } = await withContact()
    const { email, id: owner } = (await call('GET /contacts/')).json.contacts.at(-1)
    const meta = { contactId: owner, matchingField: 'email' }
    expect((await call('POST /contacts/', { json: { locationId, email } })).json).toMatchObject({ meta })
    expect((await call(`PUT /contacts/${id}`, { json: { email } })).json).toMatchObject({ message: DUPLICATE, meta })
    expect((await call(`PUT /contacts/${id}`, { json: { email: 'new@example.org' } })).status).toBe(200)
    expect((await call(`PUT /contacts/${owner}`, { json: { email: 'ada@example.org' } })).status).toBe(200)
    expect((await call(`PUT /contacts/${id}`, { json: { email } })).status).toBe(200)
  })

  test('is none for the contact itself, nor in another location', async () => {
    const { call, session, locations, id } = await withContact()
    expect((await call(`PUT /contacts/${id}`, { json: { email: 'ADA@EXAMPLE.ORG' } })).status).toBe(200)
    const { locationId } = locations[1]!
    const other = await locationClient({ ...session.options }, { locationId })
    expect((await other.call('POST /contacts/', { json: { locationId, email: 'ada@example.org' } })).status).toBe(201)
  })

  test.each(['memory', 'hostile'])('of a hundred equal contacts at once leaves one, on a %s store', async (store) => {
    const { call, locationId } = await locationClient(store === 'hostile' ? { openState: () => hostileState(7) } : {})
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        call('POST /contacts/', { json: { locationId, firstName: `Ada ${i}`, email: 'ada@example.org' } }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const created = answers.find(({ status }) => status === 201)!.json.contact.id
    for (const { status, json } of answers)
      if (status !== 201) expect(json).toMatchObject({ message: DUPLICATE, meta: { contactId: created } })
    expect((await call('GET /contacts/?query=ada@example.org')).json.count).toBe(1)
  })
})

describe('what does not validate', () => {
  const cases: [string, object, string[]][] = [
    ['POST', { email: 'x@example.org' }, ["LocationId can't be undefined"]],
    ['POST', { locationId: 7, email: 'x@example.org' }, ['locationId must be a string']],
    ['POST', { locationId: '', name: 'A' }, ['locationId should not be empty']],
    ['POST', { email: 'nobody' }, ["LocationId can't be undefined", 'email must be an email']],
    ['PUT', { email: 'nobody' }, ['email must be an email']],
    ['PUT', { firstName: 5 }, ['firstName must be a string']],
    ['PUT', { nonsense: 1 }, ['property nonsense should not exist']],
    ['PUT', { locationId: 'x' }, ['property locationId should not exist']],
    [
      'PUT',
      { companyName: 'x', gender: 'x' },
      ['property companyName should not exist', 'property gender should not exist'],
    ],
    [
      'PUT',
      { zzz: 1, tags: 'a', dnd: 'yes' },
      ['dnd must be a boolean value', 'tags must be an array', 'property zzz should not exist'],
    ],
    ['PUT', { tags: ['a', 1] }, ['each value in tags must be a string']],
    ['PUT', { dndSettings: { SMS: { status: 'on' } } }, ['dndSettings.SMS.status must be a valid enum value']],
    ['PUT', { dndSettings: { SMS: {} } }, ['dndSettings.SMS.status must be a valid enum value']],
    ['PUT', { dndSettings: { Fax: {} } }, ['dndSettings.property Fax should not exist']],
    ['PUT', { customFields: [{ field_value: 1 }] }, ['customFields.0.id must be a string']],
    ['PUT', { dateOfBirth: 'long ago' }, ['dateOfBirth must be a valid date']],
    ['PUT', { dateOfBirth: '25/09/1990' }, ['dateOfBirth must be a valid date']],
    [
      'POST',
      { email: 'x@example.org', dateOfBirth: '1990-02-32' },
      ["LocationId can't be undefined", 'dateOfBirth must be a valid date'],
    ],
    ['PUT', { phone: 'none' }, ['phone must be a valid phone number']],
    ['PUT', { country: 'Germany' }, ['country must be a valid ISO31661 Alpha2 code']],
  ]
  test.each(cases)('%s %j is a 422', async (method, json, message) => {
    const { call, id } = await withContact()
    const answer = await call(method === 'PUT' ? `PUT /contacts/${id}` : 'POST /contacts/', { json })
    expect(answer.status).toBe(422)
    expect(answer.json).toEqual({
      message,
      error: 'Unprocessable Entity',
      statusCode: 422,
      traceId: expect.stringMatching(UUID),
    })
  })

  test.each([
    ['limit=101', 'limit must not be greater than 100'],
    ['limit=0', 'limit must not be less than 1'],
    ['limit=1.5', 'limit must be an integer number'],
    ['limit=ten', 'limit must be a number conforming to the specified constraints'],
    ['limit=', 'limit must be a number conforming to the specified constraints'],
    ['page=2', 'property page should not exist'],
    ['__proto__=2', 'property __proto__ should not exist'],
  ])('the query %s is a 422', async (query, message) => {
    const { call } = await locationClient()
    expect(await call(`GET /contacts/?${query}`)).toMatchObject({ status: 422, json: { message: [message] } })
  })

  test('is told after whose the record is (A9), and before that there is none', async () => {
    const { call, session, locations } = await locationClient()
    const other = await locationClient({ ...session.options }, { locationId: locations[1]!.locationId })
    const theirs = (await other.call('GET /contacts/?limit=1')).json.contacts[0].id
    for (const target of [`PUT /contacts/${theirs}`, `GET /contacts/${theirs}?x=1`, `DELETE /contacts/${theirs}?x=1`])
      expect(await call(target, { json: { nonsense: 1 } })).toMatchObject({
        status: 403,
        json: { message: 'The token does not have access to this location.' },
      })
    const theirConversation = (await other.call('GET /conversations/search?limit=1')).json.conversations[0].id
    expect((await call(`GET /conversations/${theirConversation}/messages?x=1`)).status).toBe(403)
    expect((await call('PUT /contacts/nobody', { json: { nonsense: 1 } })).status).toBe(422)
  })

  test('a contact of nothing but its location is a 400 whose body says 422', async () => {
    const { call, locationId } = await locationClient()
    const answer = await call('POST /contacts/', { json: { locationId } })
    expect([answer.status, answer.json.statusCode, answer.json.error]).toEqual([400, 422, 'Unprocessable Entity'])
  })

  test.each([
    ['{"a":', 'application/json'],
    ['[1]', 'application/json'],
    ['"text"', 'application/json'],
    ['email=a@b.c', 'application/x-www-form-urlencoded'],
  ])('the body %s as %s is a 400', async (body, type) => {
    const { call } = await locationClient()
    const answer = await call('POST /contacts/', { body, headers: { 'content-type': type } })
    expect(answer).toMatchObject({ status: 400, json: { error: 'Bad Request', statusCode: 400 } })
  })
})

test('a private integration of the location reads and writes contacts, and nothing else', async () => {
  const { session, call, locationId } = await locationClient()
  const { token } = accounts(session).privateIntegrations[0]!
  const made = await call('POST /contacts/', { token, json: { locationId, email: 'pit@example.org' } })
  expect(made.status).toBe(201)
  expect((await call(`GET /contacts/${made.json.contact.id}`, { token })).status).toBe(200)
  expect((await call('GET /calendars/', { token })).json).toEqual({
    statusCode: 401,
    message: 'The token is not authorized for this scope.',
  })
})

test('other calls in between change no id of a contact (D2)', async () => {
  const create = async (emails: string[]) => {
    const { call, locationId } = await locationClient()
    const made: Record<string, string> = {}
    for (const email of emails) made[email] = (await call('POST /contacts/', { json: { locationId, email } })).text
    return made
  }
  expect(await create(['a@b.co', 'c@d.eu'])).toEqual(await create(['c@d.eu', 'a@b.co']))
})
