import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Any, bookingClient, MONDAY, TAKEN } from './bookings.ts'
import { ID, locationClient, withoutTrace } from './location.ts'

const idsOf = (records: Any[]) => records.map(({ id }) => id)

describe('events', () => {
  test('are there in a fresh location: past and ahead, at different times, of contacts who are there', async () => {
    const { call, calendars, events } = await bookingClient()
    const [{ groupId }] = calendars
    const all = await events({ groupId })
    expect(all).toHaveLength(208)
    expect(all[0].startTime).toBe('2025-01-14T09:00:00-05:00')
    expect(all.at(-1).startTime > '2026-12').toBe(true)
    expect(new Set(all.map(({ startTime }) => startTime)).size).toBe(all.length)
    expect(new Set(all.map(({ appointmentStatus }) => appointmentStatus))).toEqual(
      new Set(['showed', 'confirmed', 'noshow', 'cancelled']),
    )
    for (const event of all.slice(0, 20)) {
      const { contact } = (await call(`GET /contacts/${event.contactId}`)).json
      expect(contact.dateAdded < event.dateAdded).toBe(true)
      expect(event.dateAdded < new Date(event.startTime).toISOString()).toBe(true)
      expect(calendars.find(({ id }) => id === event.calendarId).teamMembers).toContainEqual(
        expect.objectContaining({ userId: event.assignedUserId }),
      )
    }
  })

  test('need a user, a calendar or a group, and both times', async () => {
    const { call } = await locationClient()
    for (const path of ['events', 'blocked-slots']) {
      expect(await call(`GET /calendars/${path}?startTime=0&endTime=1`)).toMatchObject({
        status: 422,
        json: { message: ['either userId, calendarId or groupId is required'], error: 'Unprocessable Entity' },
      })
      expect((await call(`GET /calendars/${path}?userId=x&startTime=soon`)).json.message).toEqual([
        'startTime must be a number conforming to the specified constraints',
        'endTime must be a number conforming to the specified constraints',
      ])
    }
  })

  test('of a week and whatever asked are those of all that are under way then', async () => {
    const { calendars, events, book, move } = await bookingClient()
    const [{ groupId }] = calendars
    const { id } = (await book({ calendarId: calendars[1].id })).json
    await move(id, {
      startTime: '2025-12-31T23:30:00-05:00',
      endTime: '2026-01-01T01:00:00-05:00',
      ignoreFreeSlotValidation: true,
    })
    const all = await events({ groupId })
    expect(idsOf(all)).toContain(id)
    const members = [...new Set(all.map(({ assignedUserId }) => assignedUserId)), 'nobody']
    const instant = fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2027, 0) })
    const query = fc.record(
      {
        userId: fc.constantFrom(...members),
        calendarId: fc.constantFrom(...idsOf(calendars), 'none'),
        groupId: fc.constantFrom(groupId, 'none'),
      },
      { requiredKeys: ['groupId'] },
    )
    await fc.assert(
      fc.asyncProperty(query, instant, fc.integer({ min: 0, max: 90 }), async (query, startTime, days) => {
        const endTime = startTime + days * 86_400_000
        const found = all.filter(
          (each) =>
            Date.parse(each.startTime) <= endTime &&
            Date.parse(each.endTime) > startTime &&
            (query.userId ?? each.assignedUserId) === each.assignedUserId &&
            (query.calendarId ?? each.calendarId) === each.calendarId &&
            query.groupId === each.groupId,
        )
        expect(idsOf(await events({ ...query, startTime, endTime }))).toEqual(idsOf(found))
      }),
      { numRuns: 60, seed: 3 },
    )
    const midnight = Date.parse('2026-01-01T00:00:00-05:00')
    expect(idsOf(await events({ groupId, startTime: midnight, endTime: midnight }))).toEqual([id])
  })

  test('that are deleted are gone, once', async () => {
    const { call, book, events, times, calendars } = await bookingClient()
    const { id } = (await book()).json
    const [fresh] = await events({ calendarId: calendars[0].id })
    for (const each of [id, fresh.id]) {
      const deleted = await call(`DELETE /calendars/events/${each}`, { json: {} })
      expect([deleted.status, withoutTrace(deleted)]).toEqual([201, { succeeded: true }])
      expect(idsOf(await events({ calendarId: calendars[0].id }))).not.toContain(each)
      expect(await call(`DELETE /calendars/events/${each}`)).toMatchObject({
        status: 400,
        json: { message: `Event not found for id:${each}` },
      })
    }
    expect(await times()).toContain('10:00')
  })

  test('of another location cannot be deleted', async () => {
    const { call, locations } = await bookingClient()
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const [{ groupId }] = (await other.call('GET /calendars/')).json.calendars
    const { events } = (await other.call(`GET /calendars/events?groupId=${groupId}&startTime=0&endTime=1e13`)).json
    expect((await call(`DELETE /calendars/events/${events[0].id}`)).status).toBe(403)
  })
})

describe('a blocked slot', () => {
  const lunch = { startTime: `${MONDAY}T12:00:00-05:00`, endTime: `${MONDAY}T13:00:00-05:00`, title: 'Lunch' }

  test('is listed as an event, but not among them', async () => {
    const { block, events, calendars, locationId } = await bookingClient()
    const made = await block(lunch)
    const { id, ...rest } = withoutTrace(made) as Any
    expect([made.status, id]).toEqual([201, expect.stringMatching(ID)])
    expect(rest).toEqual({ ...lunch, locationId, calendarId: calendars[0].id })
    const query = { calendarId: calendars[0].id, startTime: Date.parse(`${MONDAY}T00:00Z`) }
    expect(await events(query, 'blocked-slots')).toMatchObject([{ id, ...lunch }])
    expect(idsOf(await events(query))).not.toContain(id)
    expect(await events({ calendarId: calendars[1].id }, 'blocked-slots')).toEqual([])
  })

  test('leaves no free slot and takes no booking, until it is deleted', async () => {
    const { block, book, times, call } = await bookingClient()
    const { id } = (await block(lunch)).json
    const free = await times()
    for (const time of ['12:00', '12:30']) expect(free).not.toContain(time)
    expect(free).toEqual(expect.arrayContaining(['11:30', '13:00']))
    const noon = { startTime: `${MONDAY}T12:30:00-05:00` }
    expect((await book(noon)).text).toBe(TAKEN)
    expect((await call(`DELETE /calendars/events/${id}`)).status).toBe(201)
    expect((await book(noon)).status).toBe(200)
  })

  test('of months blocks each of their days', async () => {
    const { block, free, call } = await bookingClient()
    const { id } = (await block({ startTime: '2025-12-20T00:00:00Z', endTime: '2026-03-03T00:00:00-05:00' })).json
    const month = (name: string) => ({ startDate: Date.parse(`${name}-01`), endDate: Date.parse(`${name}-28`) })
    for (const name of ['2026-01', '2026-02']) expect(await free(month(name))).toEqual({})
    expect(Object.keys(await free(month('2026-03')))[0]).toBe('2026-03-03')
    await call(`DELETE /calendars/events/${id}`)
    expect(Object.keys(await free(month('2026-02')))).toHaveLength(20)
  })

  test('of one of a team leaves the others free', async () => {
    const { block, book, calendars, times } = await bookingClient()
    const { id: calendarId, teamMembers } = calendars[1]
    const [first, second] = teamMembers.map(({ userId }: Any) => userId)
    await block({ ...lunch, calendarId, assignedUserId: first })
    expect(await times(calendarId)).toContain('12:00')
    const noon = { calendarId, startTime: lunch.startTime }
    expect((await book({ ...noon, assignedUserId: first })).text).toBe(TAKEN)
    expect((await book(noon)).json.assignedUserId).toBe(second)
    expect(await times(calendarId)).not.toContain('12:00')
  })

  test('of one of a team that meets together blocks them all', async () => {
    const { block, calendar, calendars, times } = await bookingClient()
    const { teamMembers } = calendars[1]
    const { id: calendarId } = await calendar({ calendarType: 'collective', teamMembers })
    await block({ ...lunch, calendarId, assignedUserId: teamMembers[1].userId })
    expect(await times(calendarId)).not.toContain('12:00')
    expect(await times(calendarId)).toContain('13:00')
  })

  test('goes with its calendar', async () => {
    const { block, calendars, call } = await bookingClient()
    const { id } = (await block(lunch)).json
    await call(`DELETE /calendars/${calendars[0].id}`)
    expect((await call(`DELETE /calendars/events/${id}`)).json.message).toBe(`Event not found for id:${id}`)
  })

  test('needs a calendar, a location and two times in their order', async () => {
    const { block } = await bookingClient()
    expect((await block({})).json.message).toEqual([
      'startTime must be a valid ISO 8601 date string',
      'endTime must be a valid ISO 8601 date string',
    ])
    expect((await block({ ...lunch, endTime: lunch.startTime })).status).toBe(422)
    expect((await block({ ...lunch, calendarId: 'none' })).json.message).toBe('Calendar not found for id:none')
    expect((await block({ ...lunch, locationId: undefined })).json.message).toEqual(["LocationId can't be undefined"])
  })
})
