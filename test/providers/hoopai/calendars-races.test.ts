import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { bookingClient, MONDAY, TAKEN } from './bookings.ts'

describe.each(['memory', 'hostile'])('at once, on a %s store', (store) => {
  const options = {
    settings: { hoopai: { limits: 'off' } },
    ...(store === 'hostile' ? { openState: () => hostileState(5) } : {}),
  }

  test('as many of fifty bookings get a slot as it holds', async () => {
    const { book, calendar, calendars } = await bookingClient(options)
    const seats = (await calendar({ calendarType: 'class_booking', appoinmentPerSlot: 3 })).id
    const team = (await calendar({ calendarType: 'round_robin', teamMembers: calendars[1].teamMembers })).id
    for (const [calendarId, holds] of [
      [calendars[0].id, 1],
      [seats, 3],
      [team, 2],
    ] as const) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => book({ calendarId, title: `Call ${i}` })))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(holds)
      expect(answers.filter(({ text }) => text === TAKEN)).toHaveLength(50 - holds)
    }
  })

  test('one of twenty appointments moves to a free time, and what they leave is free', async () => {
    const { book, move, times, calendar } = await bookingClient(options)
    const { id: calendarId } = await calendar({ slotInterval: 15, slotDuration: 15 })
    const ids: string[] = []
    for (let i = 0; i < 20; i++) {
      const startTime = `${MONDAY}T${String(9 + Math.floor(i / 4)).padStart(2, '0')}:${15 * (i % 4) || '00'}:00-05:00`
      ids.push((await book({ calendarId, startTime, endTime: undefined })).json.id)
    }
    expect(await times(calendarId)).toHaveLength(12)
    const moved = await Promise.all(ids.map((id) => move(id, { startTime: `${MONDAY}T16:00:00-05:00` })))
    expect(moved.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await times(calendarId)).toHaveLength(12)
  })

  test('many moves of one appointment leave it at one time', async () => {
    const { book, move, times, read } = await bookingClient(options)
    const { id } = (await book()).json
    const wanted = ['09:00', '11:00', '12:00', '13:00', '14:00', '15:00']
    const moved = await Promise.all(wanted.map((time) => move(id, { startTime: `${MONDAY}T${time}:00-05:00` })))
    expect(moved.every(({ status }) => status === 200)).toBe(true)
    const [taken] = (await read(id)).startTime.match(/\d\d:\d\d/)
    const free = await times()
    expect(free).toHaveLength(15)
    expect(free).not.toContain(taken)
  })
})
