import { describe, expect, test } from 'vitest'
import { type Any, bookingClient, MONDAY } from './bookings.ts'
import { ID, locationClient, withoutTrace } from './location.ts'

describe('calendars', () => {
  test('are two, each with its team', async () => {
    const { calendars, locationId } = await bookingClient()
    expect(calendars.map(({ name, slotDuration, teamMembers }) => [name, slotDuration, teamMembers.length])).toEqual([
      ['Discovery Call', 30, 1],
      ['Consultation', 60, 2],
    ])
    for (const { id, teamMembers, ...rest } of calendars) {
      expect(id).toMatch(ID)
      expect(rest).toMatchObject({ locationId, isActive: true, appoinmentPerSlot: 1, autoConfirm: true })
      expect(teamMembers[0]).toMatchObject({ isPrimary: true })
    }
  })

  test('filter by group and take lower-case booleans only', async () => {
    const { call, calendars, calendar } = await bookingClient()
    const count = async (query: string) => (await call(`GET /calendars/?${query}`)).json.calendars?.length
    expect(await count(`groupId=${calendars[0].groupId}`)).toBe(2)
    expect(await count('groupId=other')).toBe(0)
    await calendar({ isActive: false })
    expect(await count('showDrafted=false')).toBe(2)
    expect(await count('')).toBe(3)
    expect(await call('GET /calendars/?showDrafted=True')).toMatchObject({
      status: 422,
      json: { message: ['showDrafted must be a boolean value'] },
    })
  })
})

describe('a calendar', () => {
  test('that was made can be read, found and changed', async () => {
    const { call, locationId } = await bookingClient()
    const openHours = [{ daysOfTheWeek: [6], hours: [{ openHour: 8, openMinute: 30, closeHour: 12, closeMinute: 0 }] }]
    const made = await call('POST /calendars/', { json: { locationId, name: 'Walk-in Hour', openHours, notes: 'n' } })
    expect(made.status).toBe(200)
    const { calendar } = withoutTrace(made) as Any
    expect(calendar).toMatchObject({
      id: expect.stringMatching(ID),
      locationId,
      name: 'Walk-in Hour',
      slug: 'walk-in-hour',
      notes: 'n',
      openHours,
      isActive: true,
      eventTitle: '{{contact.name}}',
      eventColor: '#039be5',
      slotDuration: 30,
      appoinmentPerSlot: 1,
    })
    expect(withoutTrace(await call(`GET /calendars/${calendar.id}`))).toEqual({ calendar })
    expect((await call('GET /calendars/')).json.calendars.at(-1)).toEqual(calendar)
    const changed = await call(`PUT /calendars/${calendar.id}`, { json: { name: 'Talk-in Hour', slotDuration: 15 } })
    expect(withoutTrace(changed)).toEqual({ calendar: { ...calendar, name: 'Talk-in Hour', slotDuration: 15 } })
    expect(withoutTrace(await call(`GET /calendars/${calendar.id}`))).toEqual(withoutTrace(changed))
  })

  test('that is deleted is gone with its appointments and blocked slots', async () => {
    const { call, calendars, book, block, events, read } = await bookingClient()
    const [first, second] = calendars
    const mine = (await book()).json
    const others = (await book({ calendarId: second.id })).json
    await block({ startTime: `${MONDAY}T13:00:00-05:00`, endTime: `${MONDAY}T14:00:00-05:00` })
    expect(await events({ groupId: first.groupId })).not.toHaveLength(0)
    expect(withoutTrace(await call(`DELETE /calendars/${first.id}`))).toEqual({ success: true })
    for (const target of [`GET /calendars/${first.id}`, `DELETE /calendars/${first.id}`])
      expect(await call(target)).toMatchObject({
        status: 400,
        json: { message: `Calendar not found for id:${first.id}`, error: 'Bad Request', statusCode: 400 },
      })
    expect((await call('GET /calendars/')).json.calendars.map(({ id }: Any) => id)).toEqual([second.id])
    expect(await read(mine.id)).toBeUndefined()
    expect(await read(others.id)).toMatchObject({ id: others.id })
    expect(await events({ calendarId: first.id })).toEqual([])
    expect(await events({ calendarId: first.id }, 'blocked-slots')).toEqual([])
    expect((await events({ userId: mine.assignedUserId })).every(({ calendarId }) => calendarId === second.id)).toBe(
      true,
    )
  })

  test('of another location is refused', async () => {
    const { call, locations } = await bookingClient()
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const { id } = (await other.call('GET /calendars/')).json.calendars[0]
    for (const target of [`GET /calendars/${id}`, `DELETE /calendars/${id}`, `PUT /calendars/${id}`])
      expect((await call(target)).status).toBe(403)
  })

  const cases: [object, string[]][] = [
    [{ name: undefined }, ['name must be a string']],
    [{ locationId: undefined }, ["LocationId can't be undefined"]],
    [{ slotDuration: 0 }, ['slotDuration must not be less than 1']],
    [{ slotDurationUnit: 'days' }, ['slotDurationUnit must be a valid enum value']],
    [{ calendarType: 'other' }, ['calendarType must be a valid enum value']],
    [{ teamMembers: [{}] }, ['teamMembers.0.userId must be a string']],
    [{ openHours: [{ daysOfTheWeek: [7], hours: [] }] }, ['openHours.0.daysOfTheWeek.0 must not be greater than 6']],
    [{ timezone: 'UTC' }, ['property timezone should not exist']],
  ]
  test.each(cases)('with %j is a 422', async (fields, message) => {
    const { call, locationId } = await locationClient()
    const json = { locationId, name: 'A calendar', ...fields }
    expect(await call('POST /calendars/', { json })).toMatchObject({ status: 422, json: { message } })
  })

  test('cannot change its location or its kind', async () => {
    const { call, calendars, locationId } = await bookingClient()
    const answer = await call(`PUT /calendars/${calendars[0].id}`, { json: { locationId, calendarType: 'event' } })
    expect(answer).toMatchObject({
      status: 422,
      json: { message: ['property locationId should not exist', 'property calendarType should not exist'] },
    })
  })
})

test('there is a group of calendars, and there can be more', async () => {
  const { call, calendars, locationId } = await bookingClient()
  const [fresh] = (await call('GET /calendars/groups')).json.groups
  expect(calendars.map(({ groupId }) => groupId)).toEqual([fresh.id, fresh.id])
  const json = { locationId, name: 'Group A', description: 'The first', slug: 'a' }
  const made = await call('POST /calendars/groups', { json })
  expect(made).toMatchObject({ status: 201, json: { group: { ...json, isActive: true } } })
  expect((await call('GET /calendars/groups')).json.groups).toEqual([fresh, made.json.group])
})
