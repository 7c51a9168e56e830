/** A location's calendars and appointments: their form, and two fresh calendars without any appointment. */

import world from '../../../../fixtures/hoopai/location.json' with { type: 'json' }
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { teamOf } from './people.ts'

/** Durations are in the unit beside them; the misspelt names are the provider's own. */
export type Calendar = {
  readonly id: string
  readonly locationId: string
  readonly groupId: string
  readonly name: string
  readonly description: string
  readonly slug: string
  readonly widgetSlug: string
  readonly calendarType: string
  readonly widgetType: string
  readonly eventTitle: string
  readonly eventColor: string
  readonly isActive: boolean
  readonly teamMembers: { userId: string; priority: number; isPrimary: boolean; meetingLocationType: string }[]
  readonly slotDuration: number
  readonly slotDurationUnit: string
  readonly slotInterval: number
  readonly slotIntervalUnit: string
  readonly appoinmentPerSlot: number
  readonly openHours: { daysOfTheWeek: number[]; hours: Hours[] }[]
  readonly autoConfirm: boolean
  readonly allowReschedule: boolean
  readonly allowCancellation: boolean
}
type Hours = { openHour: number; openMinute: number; closeHour: number; closeMinute: number }

/** Start and end as they were written, with their offsets; `dateAdded` and `dateUpdated` in UTC. */
export type Appointment = {
  readonly id: string
  readonly calendarId: string
  readonly locationId: string
  readonly contactId: string
  readonly groupId: string
  readonly title: string
  readonly startTime: string
  readonly endTime: string
  readonly appointmentStatus: string
  readonly assignedUserId: string
  readonly address: string
  readonly meetingLocationType: string
  readonly description?: string | undefined
  readonly isRecurring: boolean
  readonly rrule?: string | undefined
  readonly dateAdded: string
  readonly dateUpdated: string
  readonly createdBy: { source: string }
}

export function freshCalendars(session: Session, location: Location): Entry<Calendar>[] {
  const { locationId } = location
  const groupId = session.draw('hoopai calendar group', locationId).alphanumeric(20)
  const team = teamOf(session, location)
  return world.calendars.map(({ team: size, ...template }, i) => {
    const id = session.draw('hoopai calendar', locationId, i).alphanumeric(20)
    const value: Calendar = {
      id,
      locationId,
      groupId,
      ...template,
      widgetSlug: template.slug,
      widgetType: 'classic',
      eventTitle: '{{contact.name}}',
      eventColor: '#039be5',
      isActive: true,
      teamMembers: team
        .slice(0, size)
        .map((userId, n) => ({ userId, priority: 0.5, isPrimary: n === 0, meetingLocationType: 'custom' })),
      slotDurationUnit: 'mins',
      slotInterval: 30,
      slotIntervalUnit: 'mins',
      appoinmentPerSlot: 1,
      openHours: [
        { daysOfTheWeek: [1, 2, 3, 4, 5], hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }] },
      ],
      autoConfirm: true,
      allowReschedule: true,
      allowCancellation: true,
    }
    return { id, order: i, value }
  })
}
