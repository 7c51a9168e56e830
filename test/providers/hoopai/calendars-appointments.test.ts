import { describe, expect, test } from 'vitest'
import { type Any, bookingClient, MONDAY, TAKEN } from './bookings.ts'
import { ID, withoutTrace } from './location.ts'

const START = `${MONDAY}T10:00:00-05:00`
const FORCED = { ignoreFreeSlotValidation: true }

describe('an appointment', () => {
  test('that was booked can be read under both names', async () => {
    const { call, book, calendars, contact, locationId } = await bookingClient()
    const booked = await book({ address: 'Zoom' })
    expect(booked.status).toBe(200)
    const { id, ...shown } = withoutTrace(booked) as Any
    expect(id).toMatch(ID)
    const [{ userId }] = calendars[0].teamMembers
    const common = {
      calendarId: calendars[0].id,
      locationId,
      contactId: contact.id,
      title: `${contact.firstNameRaw} ${contact.lastNameRaw}`,
      startTime: START,
      endTime: `${MONDAY}T10:30:00-05:00`,
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
    ['2026-01-05T15:00:00Z', 0, '2026-01-05T15:30:00Z'],
    ['2026-01-05T23:45:00+05:30', 0, '2026-01-06T00:15:00+05:30'],
    ['2026-01-05T23:30:00-09:30', 1, '2026-01-06T00:30:00-09:30'],
  ])('from %s in calendar %i ends at %s', async (startTime, i, endTime) => {
    const { book, calendars } = await bookingClient()
    expect((await book({ startTime, calendarId: calendars[i].id, ...FORCED })).json.endTime).toBe(endTime)
  })

  test.each([
    ['a slot without end', { slotDuration: 1e308 }, START],
    ['the last minute of the year 9999', {}, '9999-12-31T23:59:00Z'],
  ])('of %s needs an end of its own', async (_, fields, startTime) => {
    const { book, calendar } = await bookingClient()
    const { id: calendarId } = await calendar(fields)
    const answer = await book({ calendarId, startTime, ...FORCED })
    expect(answer.status).toBe(422)
    expect(answer.json.message).toEqual(['endTime must be a valid ISO 8601 date string'])
  })

  test.each([
    ['the same time', {}, false],
    ['a time that begins within it', { startTime: `${MONDAY}T10:15:00-05:00` }, false],
    ['a time that ends within it', { startTime: `${MONDAY}T14:45:00Z`, endTime: `${MONDAY}T15:01:00Z` }, false],
    ['the same instant in another offset', { startTime: `${MONDAY}T15:00:00Z` }, false],
    ['the time right after it', { startTime: `${MONDAY}T10:30:00-05:00` }, true],
    ['the time right before it', { startTime: `${MONDAY}T09:30:00-05:00` }, true],
    ['the same time by force', FORCED, true],
    ['the same time, cancelled', { appointmentStatus: 'cancelled' }, true],
  ])('leaves no room for %s: %j', async (_, fields, free) => {
    const { book } = await bookingClient()
    expect((await book()).status).toBe(200)
    const second = await book(fields)
    if (free) expect(second.status).toBe(200)
    else expect([second.status, second.text]).toEqual([400, TAKEN])
  })

  test.each([
    ['before opening', { startTime: `${MONDAY}T08:59:00-05:00` }],
    ['over closing time', { startTime: `${MONDAY}T16:45:00-05:00` }],
    ['on a Sunday', { startTime: '2026-01-04T10:00:00-05:00' }],
    ['in the past', { startTime: '2025-12-30T10:30:00-05:00' }],
  ])('%s is refused but by force', async (_, fields) => {
    const { book } = await bookingClient()
    expect((await book(fields)).text).toBe(TAKEN)
    expect((await book({ ...fields, ...FORCED })).status).toBe(200)
  })

  test('in the past is let in where the range of dates is ignored, if the calendar was open then', async () => {
    const { book } = await bookingClient()
    expect((await book({ startTime: '2025-12-29T10:30:00-05:00', ignoreDateRange: true })).status).toBe(200)
    expect((await book({ startTime: '2025-12-28T10:30:00-05:00', ignoreDateRange: true })).text).toBe(TAKEN)
  })

  test('that is refused for what stands in the next month leaves nothing in this one', async () => {
    const { book, calendar } = await bookingClient()
    const daysOfTheWeek = [0, 1, 2, 3, 4, 5, 6]
    const hours = [{ openHour: 12, openMinute: 0, closeHour: 11, closeMinute: 0 }]
    const { id: calendarId } = await calendar({ openHours: [{ daysOfTheWeek, hours }] })
    // The second day of February is more than a day from January, its first is not.
    await book({ calendarId, startTime: '2026-02-02T02:00:00-05:00' })
    const wide = { calendarId, startTime: '2026-02-01T20:00:00-05:00', endTime: '2026-02-02T03:00:00-05:00' }
    expect((await book(wide)).text).toBe(TAKEN)
    expect((await book({ ...wide, endTime: '2026-02-01T21:00:00-05:00' })).status).toBe(200)
  })

  test('keeps to how long before and how far ahead its calendar is booked', async () => {
    const { book, calendar } = await bookingClient()
    const { id: calendarId } = await calendar({
      allowBookingAfter: 4,
      allowBookingAfterUnit: 'days',
      allowBookingFor: 2,
      allowBookingForUnit: 'weeks',
    })
    const status = async (day: string) => (await book({ calendarId, startTime: `${day}T10:00:00-05:00` })).status
    // It is midnight of January 1 in UTC.
    expect(await status('2026-01-02')).toBe(400)
    expect(await status(MONDAY)).toBe(200)
    expect(await status('2026-01-14')).toBe(200)
    expect(await status('2026-01-15')).toBe(400)
    const startTime = '2026-01-02T10:00:00-05:00'
    expect((await book({ calendarId, startTime, ignoreDateRange: true })).status).toBe(200)
  })

  test('takes one of the seats of a calendar that has several, while it lasts', async () => {
    const { book, calendar } = await bookingClient()
    const { id: calendarId } = await calendar({ calendarType: 'class_booking', appoinmentPerSlot: 2 })
    const status = async (from: string, to: string) =>
      (await book({ calendarId, startTime: `${MONDAY}T${from}:00-05:00`, endTime: `${MONDAY}T${to}:00-05:00` })).status
    expect([await status('09:00', '09:30'), await status('09:30', '10:00')]).toEqual([200, 200])
    // Nowhere in its hour are two seats taken already.
    expect(await status('09:00', '10:00')).toBe(200)
    expect([await status('09:15', '09:45'), await status('08:00', '09:30'), await status('10:00', '10:30')]).toEqual([
      400, 400, 200,
    ])
  })

  test('belongs to a member of the calendar’s team', async () => {
    const { book, calendars } = await bookingClient()
    const [, second] = calendars[1].teamMembers
    expect((await book({ assignedUserId: second.userId })).text).toBe(
      '{"message":"The user id not part of calendar team.","error":"Bad Request","statusCode":400}',
    )
    const taken = await book({ assignedUserId: second.userId, calendarId: calendars[1].id })
    expect(taken.json.assignedUserId).toBe(second.userId)
  })

  test('without a location is refused in words of its own, with another’s as elsewhere', async () => {
    const { book, locations } = await bookingClient()
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
    const { book, call, times } = await bookingClient()
    const before = await times()
    for (const [fields, message] of [
      [{ calendarId: 'none' }, 'Calendar not found for id:none'],
      [{ contactId: 'none' }, 'Contact not found for id:none'],
    ] as const)
      expect(await book(fields)).toMatchObject({
        status: 400,
        json: { message, error: 'Bad Request', statusCode: 400 },
      })
    expect(await times()).toEqual(before)
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
    const { book } = await bookingClient()
    expect(await book(fields)).toMatchObject({ status: 422, json: { message, error: 'Unprocessable Entity' } })
  })
})

describe('an appointment that is changed', () => {
  test('moves: its old time is free and its new one taken, as long as it was', async () => {
    const { book, move, times, read } = await bookingClient()
    const { id } = (await book({ endTime: `${MONDAY}T11:00:00-05:00` })).json
    const moved = await move(id, { startTime: `${MONDAY}T14:00:00-05:00`, title: 'Moved' })
    expect(moved).toMatchObject({
      status: 200,
      json: { id, title: 'Moved', startTime: `${MONDAY}T14:00:00-05:00`, endTime: `${MONDAY}T15:00:00-05:00` },
    })
    expect(await read(id)).toMatchObject({ title: 'Moved', startTime: `${MONDAY}T14:00:00-05:00` })
    const free = await times()
    expect(free).toEqual(expect.arrayContaining(['10:00', '10:30', '13:30', '15:00']))
    expect(free).not.toEqual(expect.arrayContaining(['14:00']))
    expect(free).not.toEqual(expect.arrayContaining(['14:30']))
  })

  test('may overlap the time it had, and goes to another month', async () => {
    const { book, move, free } = await bookingClient()
    const { id } = (await book()).json
    expect((await move(id, { startTime: `${MONDAY}T10:15:00-05:00` })).status).toBe(200)
    expect((await move(id, { startTime: '2026-02-02T10:00:00-05:00' })).status).toBe(200)
    expect((await book({ startTime: '2026-02-02T10:00:00-05:00' })).text).toBe(TAKEN)
    expect((await free())[MONDAY]!.slots).toHaveLength(16)
    const february = await free({ startDate: Date.parse('2026-01-30'), endDate: Date.parse('2026-02-05') })
    expect(february['2026-02-02']!.slots).toHaveLength(15)
  })

  test('stays as it was where the new time is taken or not offered', async () => {
    const { book, move, read } = await bookingClient()
    const { id } = (await book()).json
    await book({ startTime: `${MONDAY}T14:00:00-05:00` })
    const before = await read(id)
    for (const startTime of [`${MONDAY}T14:00:00-05:00`, `${MONDAY}T05:00:00-05:00`])
      expect((await move(id, { startTime })).text).toBe(TAKEN)
    expect((await move(id, { assignedUserId: 'nobody' })).json.message).toBe('The user id not part of calendar team.')
    expect((await move(id, { endTime: START })).json.message).toEqual(['endTime must be later than startTime'])
    expect(await read(id)).toEqual(before)
    expect((await book()).text).toBe(TAKEN)
    expect((await move(id, { startTime: `${MONDAY}T14:00:00-05:00`, ...FORCED })).status).toBe(200)
  })

  test('goes to another calendar, whose team it then is', async () => {
    const { book, move, calendars, calendar, times } = await bookingClient()
    const { id } = (await book()).json
    const other = await calendar({ teamMembers: [{ userId: calendars[1].teamMembers[1].userId }] })
    const moved = (await move(id, { calendarId: other.id })).json
    expect(moved).toMatchObject({ calendarId: other.id, assignedUserId: calendars[1].teamMembers[1].userId })
    expect(await times()).toContain('10:00')
    expect(await times(other.id)).not.toContain('10:00')
  })

  test.each(['cancelled', 'noshow', 'invalid'])(
    'to %s frees its time, and must find it free to return',
    async (status) => {
      const { book, move, times } = await bookingClient()
      const { id } = (await book()).json
      expect(await times()).not.toContain('10:00')
      expect((await move(id, { appointmentStatus: status })).json.appointmentStatus).toBe(status)
      expect(await times()).toContain('10:00')
      const other = (await book()).json
      expect((await move(id, { appointmentStatus: 'confirmed' })).text).toBe(TAKEN)
      await move(other.id, { appointmentStatus: 'cancelled' })
      expect((await move(id, { appointmentStatus: 'confirmed' })).status).toBe(200)
      expect(await times()).not.toContain('10:00')
    },
  )

  test('keeps its status unless told, or is confirmed where the setting says so', async () => {
    for (const [appointmentPutConfirms, status] of [
      [false, 'showed'],
      [true, 'confirmed'],
    ] as const) {
      const { book, move } = await bookingClient({ settings: { hoopai: { appointmentPutConfirms } } })
      const { id } = (await book({ appointmentStatus: 'showed' })).json
      expect((await move(id, { title: 'x' })).json.appointmentStatus).toBe(status)
      expect((await move(id, { appointmentStatus: 'new' })).json.appointmentStatus).toBe('new')
    }
  })

  test('knows neither location nor contact, and must exist', async () => {
    const { book, move, locationId, contact } = await bookingClient()
    const { id } = (await book()).json
    expect((await move(id, { locationId, contactId: contact.id })).json.message).toEqual([
      'property locationId should not exist',
      'property contactId should not exist',
    ])
    expect((await move('none', { title: 'x' })).json.message).toBe('Appointment not found for id:none')
    expect((await move(id, { calendarId: 'none' })).json.message).toBe('Calendar not found for id:none')
  })
})

test('deleting a contact frees the time of its appointments', async () => {
  const { book, call, contact, read, times } = await bookingClient()
  const { id } = (await book()).json
  expect(await times()).not.toContain('10:00')
  await call(`DELETE /contacts/${contact.id}`)
  expect(await read(id)).toBeUndefined()
  expect(await times()).toContain('10:00')
})
