import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Any, bookingClient, MONDAY, OFFICE_TIMES, TAKEN } from './bookings.ts'

/** Open all day, every day. */
const ALWAYS = [
  {
    daysOfTheWeek: [0, 1, 2, 3, 4, 5, 6],
    hours: [{ openHour: 0, openMinute: 0, closeHour: 24, closeMinute: 0 }],
  },
]
const at = (text: string) => Date.parse(text)

describe('free slots', () => {
  test('are those of the opening hours, by day, in the location’s time zone', async () => {
    const { free } = await bookingClient()
    const { slots } = (await free())[MONDAY]!
    expect(slots).toEqual(OFFICE_TIMES.map((time) => `${MONDAY}T${time}:00-05:00`))
    const week = await free({ startDate: at('2026-01-05T00:00Z'), endDate: at('2026-01-12T00:00Z') })
    expect(Object.keys(week)).toEqual(['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09'])
    // A fresh appointment is there.
    expect(Object.values(week).map(({ slots }) => slots.length)).toEqual([16, 15, 16, 16, 16])
  })

  test('are shown in the time zone that is asked for, under its days', async () => {
    const { free } = await bookingClient()
    const days = await free({ timezone: 'Asia/Tokyo' })
    expect(Object.keys(days)).toEqual(['2026-01-05', '2026-01-06'])
    expect(days['2026-01-05']!.slots).toEqual(['2026-01-05T23:00:00+09:00', '2026-01-05T23:30:00+09:00'])
    expect(days['2026-01-06']!.slots).toHaveLength(14)
  })

  test('begin and end within the times that are asked for', async () => {
    const { free } = await bookingClient()
    const days = await free({ startDate: at(`${MONDAY}T09:01-05:00`), endDate: at(`${MONDAY}T10:30-05:00`) })
    expect(days[MONDAY]!.slots.map((slot) => slot.slice(11, 16))).toEqual(['09:30', '10:00', '10:30'])
  })

  test('go to nobody before now', async () => {
    const { free } = await bookingClient({ frozenAt: at(`${MONDAY}T16:10-05:00`) })
    expect((await free())[MONDAY]!.slots).toEqual([`${MONDAY}T16:30:00-05:00`])
  })

  test.each([
    [
      'slots of their own',
      { slotDuration: 1, slotDurationUnit: 'hours', slotInterval: 2, slotIntervalUnit: 'hours' },
      ['09:00', '11:00', '13:00', '15:00'],
    ],
    [
      'hours past midnight',
      { slotDuration: 60, slotInterval: 60, openHours: [hoursOn([0, 1], 22, 1)] },
      ['00:00', '22:00', '23:00'],
    ],
    ['a day of its own', { availabilities: [ownDay(10, 11)] }, ['10:00', '10:30']],
    ['a day of its own that is not looked at', { availabilities: [ownDay(10, 11)], availabilityType: 0 }, OFFICE_TIMES],
    ['days of its own alone', { availabilities: [], availabilityType: 1 }, []],
    ['hours on other days', { openHours: [hoursOn([2], 9, 17)] }, []],
  ])('of a calendar with %s', async (_, fields, expected) => {
    const { calendar, times, book } = await bookingClient()
    const { id } = await calendar(fields)
    expect((await times(id)).sort()).toEqual(expected)
    for (const time of expected.slice(0, 2))
      expect((await book({ calendarId: id, startTime: `${MONDAY}T${time}:00-05:00` })).status).toBe(200)
    expect((await book({ calendarId: id, startTime: `${MONDAY}T18:00:00-05:00` })).text).toBe(TAKEN)
  })

  test('keep the buffers around what is booked', async () => {
    const { calendar, book, times } = await bookingClient()
    const { id } = await calendar({ slotBuffer: 20, preBuffer: 10 })
    expect((await book({ calendarId: id, startTime: `${MONDAY}T12:00:00-05:00` })).status).toBe(200)
    expect(await times(id)).toEqual(OFFICE_TIMES.filter((time) => !['11:30', '12:00', '12:30'].includes(time)))
    expect((await book({ calendarId: id, startTime: `${MONDAY}T12:59:00-05:00` })).text).toBe(TAKEN)
    expect((await book({ calendarId: id, startTime: `${MONDAY}T13:00:00-05:00` })).status).toBe(200)
  })

  test('end with the appointments that a day may have', async () => {
    const { calendar, book, times } = await bookingClient()
    const { id } = await calendar({ appoinmentPerDay: 2 })
    for (const [time, count] of [
      ['09:00', 15],
      ['16:30', 0],
    ] as const) {
      expect((await book({ calendarId: id, startTime: `${MONDAY}T${time}:00-05:00` })).status).toBe(200)
      expect(await times(id)).toHaveLength(count)
    }
    expect((await book({ calendarId: id, startTime: `${MONDAY}T12:00:00-05:00` })).text).toBe(TAKEN)
    expect((await book({ calendarId: id, startTime: '2026-01-06T12:00:00-05:00' })).status).toBe(200)
  })

  test('of a team are those of any member, or of those who are asked for', async () => {
    const { calendars, book, free } = await bookingClient()
    const { id: calendarId, teamMembers } = calendars[1]
    const [first, second] = teamMembers.map(({ userId }: Any) => userId)
    const startTime = `${MONDAY}T10:00:00-05:00`
    const hasIt = async (query = {}) => (await free(query, calendarId))[MONDAY]?.slots.includes(startTime) ?? false
    expect((await book({ calendarId })).json.assignedUserId).toBe(first)
    expect([await hasIt(), await hasIt({ userId: first }), await hasIt({ userId: second })]).toEqual([
      true,
      false,
      true,
    ])
    expect(await hasIt({ userIds: `${first},${second}` })).toBe(true)
    expect(await hasIt({ userId: 'stranger' })).toBe(false)
    expect((await book({ calendarId })).json.assignedUserId).toBe(second)
    expect([await hasIt(), (await book({ calendarId })).text]).toEqual([false, TAKEN])
  })

  test('are those, and only those, that can be booked', async () => {
    const { free, book, block, move, calendars, locationId, call, contact } = await bookingClient({
      settings: { hoopai: { limits: 'off' } },
    })
    await block({ startTime: `${MONDAY}T11:10:00-05:00`, endTime: `${MONDAY}T11:50:00-05:00` })
    await block({
      calendarId: calendars[1].id,
      startTime: `${MONDAY}T00:00:00-05:00`,
      endTime: `${MONDAY}T11:00:00-05:00`,
    })
    await book({ startTime: `${MONDAY}T13:15:00-05:00` })
    const { id } = (await book({ startTime: `${MONDAY}T15:00:00-05:00` })).json
    await move(id, { appointmentStatus: 'noshow' })
    const minutes = fc.integer({ min: 8 * 2, max: 18 * 2 }).map((half) => half * 30)
    await fc.assert(
      fc.asyncProperty(minutes, fc.constantFrom(0, 1), fc.integer({ min: 5, max: 11 }), async (minute, which, day) => {
        const { id: calendarId } = calendars[which]
        const instant = at(`2026-01-${String(day).padStart(2, '0')}T00:00-05:00`) + minute * 60_000
        const offered = Object.values(await free({ startDate: instant, endDate: instant }, calendarId))
        const json = { locationId, calendarId, contactId: contact.id, startTime: new Date(instant).toISOString() }
        const booked = await call('POST /calendars/events/appointments', { json })
        expect(booked.status).toBe(offered.length === 1 ? 200 : 400)
        if (booked.status === 200) await call(`DELETE /calendars/events/${booked.json.id}`)
      }),
      { numRuns: 80, seed: 7 },
    )
  })

  test('of a fresh location leave out every appointment that takes its time, and no other', async () => {
    const { events, book, calendars, free } = await bookingClient()
    const all = await events({ groupId: calendars[0].groupId, startTime: at('2026-01-01'), endTime: at('2026-04-01') })
    expect(all.length).toBeGreaterThan(20)
    for (const { calendarId, startTime, appointmentStatus, assignedUserId } of all) {
      const days = await free({ startDate: at(startTime), endDate: at(startTime), userId: assignedUserId }, calendarId)
      const takesTime = ['confirmed', 'showed'].includes(appointmentStatus)
      expect(days, startTime).toEqual(takesTime ? {} : { [startTime.slice(0, 10)]: { slots: [startTime] } })
      if (takesTime) expect((await book({ calendarId, startTime, assignedUserId })).text).toBe(TAKEN)
    }
  })
})

describe('where clocks are changed', () => {
  test('office hours stay what local clocks show', async () => {
    const { free } = await bookingClient()
    // Clocks go forward on March 8 and back on November 1 of 2026.
    for (const [friday, monday, before, after] of [
      ['2026-03-06', '2026-03-09', '-05:00', '-04:00'],
      ['2026-10-30', '2026-11-02', '-04:00', '-05:00'],
    ] as const) {
      const days = await free({ startDate: at(`${friday}T00:00Z`), endDate: at(`${monday}T23:59Z`) })
      expect(Object.keys(days)).toEqual([friday, monday])
      expect(days[friday]!.slots[0]).toBe(`${friday}T09:00:00${before}`)
      expect(days[monday]!.slots[0]).toBe(`${monday}T09:00:00${after}`)
    }
  })

  test.each([
    ['2026-03-08', 46, ['01:30:00-05:00', '03:00:00-04:00']],
    ['2026-11-01', 50, ['01:00:00-04:00', '01:30:00-04:00', '01:00:00-05:00', '01:30:00-05:00', '02:00:00-05:00']],
    ['2026-11-02', 48, []],
  ])('%s has %i half hours, each one real and once', async (day, count, around) => {
    const { calendar, free, book } = await bookingClient()
    const { id } = await calendar({ openHours: ALWAYS })
    const { slots } = (
      await free({ startDate: at(`${day}T00:00-06:00`) - 2 * 3_600_000, endDate: at(`${day}T23:59-05:00`) }, id)
    )[day]!
    expect(slots).toHaveLength(count)
    expect(new Set(slots.map(at)).size).toBe(count)
    const first = slots.findIndex((slot) => slot.endsWith(around[0] ?? 'nothing'))
    expect(slots.slice(first, first + around.length).map((slot) => slot.slice(11))).toEqual(around)
    for (const startTime of slots.slice(1, 5)) expect((await book({ calendarId: id, startTime })).status).toBe(200)
  })
})

describe('free slots are refused', () => {
  const refused = async (query: object) => {
    const { call, calendars } = await bookingClient()
    return await call(`GET /calendars/${calendars[0].id}/free-slots?${new URLSearchParams(query as Any)}`)
  }
  const day = 86_400_000

  test('of more than 31 days', async () => {
    expect((await refused({ startDate: 0, endDate: 31 * day })).status).toBe(200)
    expect(await refused({ startDate: 0, endDate: 31 * day + 1 })).toMatchObject({
      status: 400,
      text: '{"message":"Date range cannot be more than 31 days","error":"Bad Request","statusCode":400}',
    })
  })

  test.each([
    [{ startDate: 0 }, 'endDate must be a number conforming to the specified constraints'],
    [{ startDate: 2, endDate: 1 }, 'endDate must not be earlier than startDate'],
    [{ startDate: 0, endDate: 1, timezone: 'Mars/Olympus' }, 'timezone must be a valid IANA time zone'],
    [{ startDate: 0, endDate: 1, userid: 'x' }, 'property userid should not exist'],
  ])('for %j', async (query, message) => {
    expect(await refused(query)).toMatchObject({ status: 422, json: { message: [message] } })
  })
})

function hoursOn(daysOfTheWeek: number[], openHour: number, closeHour: number) {
  return { daysOfTheWeek, hours: [{ openHour, openMinute: 0, closeHour, closeMinute: 0 }] }
}

function ownDay(openHour: number, closeHour: number) {
  return { date: `${MONDAY}T00:00:00.000Z`, hours: [{ openHour, openMinute: 0, closeHour, closeMinute: 0 }] }
}
