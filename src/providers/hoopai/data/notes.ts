/** Notes and tasks of contacts: their forms, and those of fresh contacts. Source: openapi contacts.json; section 11.1. */

import { DAY, HOUR, type Instant, iso } from '../../../core/clock.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { freshContactAt, freshContactCount, freshContactId } from './contacts.ts'
import { teamOf } from './people.ts'
import { samplesOf } from './samples.ts'
import { worldOf } from './world.ts'

export type Note = {
  readonly id: string
  readonly locationId: string
  readonly contactId: string
  readonly body: string
  readonly userId?: string | undefined
  readonly title?: string | undefined
  readonly color?: string | undefined
  readonly pinned?: boolean | undefined
  /** ISO 8601. */
  readonly dateAdded: string
}

export type Task = {
  readonly id: string
  readonly locationId: string
  readonly contactId: string
  readonly title: string
  readonly body?: string | undefined
  readonly assignedTo?: string | undefined
  /** ISO 8601. */
  readonly dueDate: string
  readonly completed: boolean
  readonly dateAdded: string
}

/** A note on every fifth contact, an hour after it came; the samples' own first. */
export function freshNotes(session: Session, location: Location): Entry<Note>[] {
  const { locationId } = location
  const team = teamOf(session, location)
  const { notes } = worldOf(session)
  const samples = samplesOf(session, locationId).notes.map((sample): Note => ({ ...sample, locationId }))
  const made = everyFifth(session, locationId, 1, (contactId, i, at): Note => {
    const id = session.draw('hoopai fresh note', locationId, i).alphanumeric(20)
    const body = notes[i % notes.length]!
    return { id, locationId, contactId, body, userId: team[i % team.length], dateAdded: iso(at + HOUR) }
  })
  return [...samples, ...made].map(entryOf)
}

/** A task on every fifth contact, due in a week; half of them are done. */
export function freshTasks(session: Session, location: Location): Entry<Task>[] {
  const { locationId } = location
  const team = teamOf(session, location)
  const { tasks } = worldOf(session)
  const samples = samplesOf(session, locationId).tasks.map(
    (sample): Task => ({ completed: false, ...sample, locationId }),
  )
  const made = everyFifth(session, locationId, 2, (contactId, i, at): Task => {
    const id = session.draw('hoopai fresh task', locationId, i).alphanumeric(20)
    const [title, assignedTo] = [tasks[i % tasks.length]!, team[i % team.length]]
    const dates = { dueDate: iso(at + 7 * DAY), dateAdded: iso(at + HOUR) }
    return { id, locationId, contactId, title, body: '', assignedTo, completed: i % 2 === 0, ...dates }
  })
  return [...samples, ...made].map(entryOf)
}

function everyFifth<T>(
  session: Session,
  locationId: string,
  first: number,
  make: (contactId: string, i: number, at: Instant) => T,
): T[] {
  const made: T[] = []
  const { length: samples } = samplesOf(session, locationId).contacts
  for (let i = first; i < freshContactCount(session, locationId); i += 5)
    if (i >= samples) made.push(make(freshContactId(session, locationId, i), i, freshContactAt(i)))
  return made
}

function entryOf<T extends Note | Task>(value: T): Entry<T> {
  return { id: value.id, order: Date.parse(value.dateAdded), value }
}
