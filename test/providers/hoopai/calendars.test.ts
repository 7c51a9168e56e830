import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { ID, locationClient, withoutTrace } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

const START = '2026-01-05T10:00:00-05:00'
const TAKEN = '{"message":"The slot you have selected is no longer available.","error":"Bad Request","statusCode":400}'

async function withCalendars(options = {}) {
  const client = await locationClient(options)
  const { calendars } = (await client.call('GET /calendars/')).json
  const [contact] = (await client.call('GET /contacts/?limit=1')).json.contacts
  const plain = { locationId: client.locationId, calendarId: calendars[0].id, contactId: contact.id, startTime: START }
  const book = (fields: object = {}) =>
    client.call('POST /calendars/events/appointments', { json: { ...plain, ...fields } })
  return { ...client, calendars: calendars as Any[], contact, book }
}

describe('calendars', () => {
  test('are two, each with its team', async () => {
    const { calendars, locationId } = await withCalendars()
    expect(calendars.map(({ name, slotDuration }) => [name, slotDuration])).toEqual([
      ['Discovery Call', 30],
      ['Consultation', 60],
    ])
    for (const { id, teamMembers, ...rest } of calendars) {
      expect(id).toMatch(ID)
      expect(rest).toMatchObject({ locationId, isActive: true, appoinmentPerSlot: 1, autoConfirm: true })
      expect(teamMembers[0]).toMatchObject({ isPrimary: true })
    }
  })

  test('filter by group and take lower-case booleans only', async () => {
    const { call, calendars } = await withCalendars()
    const count = async (query: string) => (await call(`GET /calendars/?${query}`)).json.calendars?.length
    expect(await count(`groupId=${calendars[0].groupId}`)).toBe(2)
    expect(await count('groupId=other')).toBe(0)
    expect(await count('showDrafted=false')).toBe(2)
    expect(await call('GET /calendars/?showDrafted=True')).toMatchObject({
      status: 422,
      json: { message: ['showDrafted must be a boolean value'] },
    })
  })
})

describe('an appointment', () => {
  test('that was booked can be read under both names', async () => {
    const { call, book, calendars, contact, locationId } = await withCalendars()
    const booked = await book({ address: 'Zoom' })
    expect(booked.status).toBe(200)
    const { id, ...shown } = withoutTrace(booked) as Any
    const [{ userId }] = calendars[0].teamMembers
    const common = {
      calendarId: calendars[0].id,
      locationId,
      contactId: contact.id,
      title: `${contact.firstNameRaw} ${contact.lastNameRaw}`,
      startTime: START,
      endTime: '2026-01-05T10:30:00-05:00',
      appointmentStatus: 'confirmed',
      assignedUserId: userId,
      address: 'Zoom',
      meetingLocationType: 'custom',
      isRecurring: false,
    }
    expect(shown).toEqual(common)
    const event = {
      ...common,
      id,
      groupId: calendars[0].groupId,
      users: [userId],
      dateAdded: '2026-01-01T00:00:00.000Z',
      dateUpdated: '2026-01-01T00:00:00.000Z',
      createdBy: { source: 'api' },
    }
    const read = withoutTrace(await call(`GET /calendars/events/appointments/${id}`))
    expect(read).toEqual({ event, appointment: event })
  })

  test.each([
    ['2026-01-05T10:00:00Z', 0, '2026-01-05T10:30:00Z'],
    ['2026-01-05T23:45:00+05:30', 0, '2026-01-06T00:15:00+05:30'],
    ['2026-01-05T23:30:00-09:30', 1, '2026-01-06T00:30:00-09:30'],
  ])('from %s in calendar %i ends at %s', async (startTime, i, endTime) => {
    const { book, calendars } = await withCalendars()
    expect((await book({ startTime, calendarId: calendars[i].id })).json.endTime).toBe(endTime)
  })

  test.each([
    ['the same time', {}, false],
    ['a time that begins within it', { startTime: '2026-01-05T10:15:00-05:00' }, false],
    ['a time that ends within it', { startTime: '2026-01-05T14:45:00Z', endTime: '2026-01-05T15:01:00Z' }, false],
    ['the same instant in another offset', { startTime: '2026-01-05T15:00:00Z' }, false],
    ['the time right after it', { startTime: '2026-01-05T10:30:00-05:00' }, true],
    ['the time right before it', { startTime: '2026-01-05T09:30:00-05:00' }, true],
    ['the same time by force', { ignoreFreeSlotValidation: true }, true],
    ['the same time, cancelled', { appointmentStatus: 'cancelled' }, true],
  ])('leaves no room for %s: %j', async (_, fields, free) => {
    const { book } = await withCalendars()
    expect((await book()).status).toBe(200)
    const second = await book(fields)
    if (free) expect(second.status).toBe(200)
    else expect([second.status, second.text]).toEqual([400, TAKEN])
  })

  test('takes no time of another calendar, and none when it is cancelled', async () => {
    const { book, calendars } = await withCalendars()
    expect((await book({ appointmentStatus: 'cancelled' })).status).toBe(200)
    expect((await book()).status).toBe(200)
    expect((await book({ calendarId: calendars[1].id })).status).toBe(200)
  })

  test.each(['memory', 'hostile'])('is one of twenty for the same slot at once, on a %s store', async (store) => {
    const { book } = await withCalendars(store === 'hostile' ? { openState: () => hostileState(5) } : {})
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => book({ title: `Call ${i}` })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ text }) => text === TAKEN)).toHaveLength(19)
  })

  test('belongs to a member of the calendar’s team', async () => {
    const { book, calendars } = await withCalendars()
    const [, second] = calendars[1].teamMembers
    expect((await book({ assignedUserId: second.userId })).text).toBe(
      '{"message":"The user id not part of calendar team.","error":"Bad Request","statusCode":400}',
    )
    const taken = await book({ assignedUserId: second.userId, calendarId: calendars[1].id })
    expect(taken.json.assignedUserId).toBe(second.userId)
  })

  test('without a location is refused in words of its own, with another’s as elsewhere', async () => {
    const { book, locations } = await withCalendars()
    expect(await book({ locationId: undefined })).toMatchObject({
      status: 400,
      text: '{"message":"Location ID is required.","error":"Bad Request","statusCode":400}',
    })
    expect(await book({ locationId: locations[1]!.locationId })).toMatchObject({
      status: 401,
      json: { message: 'This location is not accessible from this token!' },
    })
  })

  test('needs a calendar and a contact that exist', async () => {
    const { book, call } = await withCalendars()
    for (const [fields, message] of [
      [{ calendarId: 'none' }, 'Calendar not found for id:none'],
      [{ contactId: 'none' }, 'Contact not found for id:none'],
    ] as const)
      expect(await book(fields)).toMatchObject({
        status: 400,
        json: { message, error: 'Bad Request', statusCode: 400 },
      })
    expect((await call('GET /calendars/events/appointments/none')).json.message).toBe(
      'Appointment not found for id:none',
    )
  })

  const cases: [object, string[]][] = [
    [{ appointmentStatus: 'maybe' }, ['appointmentStatus must be a valid enum value']],
    [{ startTime: 'tomorrow' }, ['startTime must be a valid ISO 8601 date string']],
    [{ startTime: '2026-01-05T10:00:00' }, ['startTime must be a valid ISO 8601 date string']],
    [{ startTime: '2026-13-05T10:00:00Z' }, ['startTime must be a valid ISO 8601 date string']],
    [{ endTime: START }, ['endTime must be later than startTime']],
    [{ calendarId: undefined, contactId: 1 }, ['calendarId must be a string', 'contactId must be a string']],
    [{ toNotify: 'yes', extra: 1 }, ['toNotify must be a boolean value', 'property extra should not exist']],
  ]
  test.each(cases)('with %j is a 422', async (fields, message) => {
    const { book } = await withCalendars()
    expect(await book(fields)).toMatchObject({ status: 422, json: { message, error: 'Unprocessable Entity' } })
  })
})
