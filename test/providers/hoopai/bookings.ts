/** A client of a location that books in its calendars, for tests. */

import type { SessionOptions } from '../../../src/core/session.ts'
import { locationClient } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
export type Any = any

/** A Monday on which no fresh appointment is. */
export const MONDAY = '2026-01-05'
export const TAKEN =
  '{"message":"The slot you have selected is no longer available.","error":"Bad Request","statusCode":400}'

/** `book` books ten o'clock of MONDAY in the first calendar unless told otherwise. */
export async function bookingClient(options: SessionOptions = {}) {
  const client = await locationClient(options)
  const { call, locationId } = client
  const calendars: Any[] = (await call('GET /calendars/')).json.calendars
  const [contact] = (await call('GET /contacts/?limit=1')).json.contacts
  const plain = {
    locationId,
    calendarId: calendars[0].id,
    contactId: contact.id,
    startTime: `${MONDAY}T10:00:00-05:00`,
  }
  const book = (fields: object = {}) => call('POST /calendars/events/appointments', { json: { ...plain, ...fields } })
  const move = (id: string, fields: object) => call(`PUT /calendars/events/appointments/${id}`, { json: fields })
  const read = async (id: string) => (await call(`GET /calendars/events/appointments/${id}`)).json.event
  const calendar = async (fields: object) =>
    (await call('POST /calendars/', { json: { locationId, name: 'A calendar', ...fields } })).json.calendar
  const block = (fields: object) =>
    call('POST /calendars/events/block-slots', { json: { locationId, calendarId: calendars[0].id, ...fields } })
  /** Days and their slots, of the first calendar on MONDAY unless told otherwise. */
  const free = async (
    query: object = {},
    id: string = calendars[0].id,
  ): Promise<Record<string, { slots: string[] }>> => {
    const whole = { startDate: Date.parse(`${MONDAY}T00:00-05:00`), endDate: Date.parse(`${MONDAY}T23:59-05:00`) }
    const answer = await call(`GET /calendars/${id}/free-slots?${new URLSearchParams({ ...whole, ...query } as Any)}`)
    if (answer.status !== 200) throw new Error(answer.text)
    const { traceId, ...days } = answer.json
    return days
  }
  /** The local times of MONDAY's free slots, such as `09:30`. */
  const times = async (id?: string) =>
    Object.values(await free({}, id)).flatMap(({ slots }) => slots.map((slot) => slot.slice(11, 16)))
  const events = async (query: object, path = 'events'): Promise<Any[]> => {
    const whole = { startTime: 0, endTime: Date.UTC(2100, 0) }
    const answer = await call(`GET /calendars/${path}?${new URLSearchParams({ ...whole, ...query } as Any)}`)
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.json.events
  }
  return { ...client, calendars, contact, book, move, read, calendar, block, free, times, events }
}

/** Half hours from nine to before five. */
export const OFFICE_TIMES = Array.from({ length: 16 }, (_, i) => {
  const minutes = 9 * 60 + 30 * i
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
})
