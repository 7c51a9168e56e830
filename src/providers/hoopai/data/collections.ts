/** The records of a location, by resource. Each collection is filled with its fresh records at first use. */

import type { Session } from '../../../core/session.ts'
import type { Awaitable, Change, Entry, Place } from '../../../core/state.ts'
import { accounts, type Location } from '../data.ts'
import {
  type Appointment,
  type BlockedSlot,
  type Calendar,
  type CalendarGroup,
  freshAppointments,
  freshCalendars,
  freshGroups,
} from './calendars.ts'
import { type Contact, freshContacts } from './contacts.ts'
import { type Conversation, freshConversations, freshMessages, type Message } from './conversations.ts'
import { freshNotes, freshTasks, type Note, type Task } from './notes.ts'
import { freshOpportunities, freshPipelines, type Opportunity, type Pipeline } from './opportunities.ts'
import { freshTags, type Tag } from './tags.ts'

export type Records = {
  contacts: Contact
  notes: Note
  tasks: Task
  tags: Tag
  conversations: Conversation
  messages: Message
  calendars: Calendar
  calendarGroups: CalendarGroup
  appointments: Appointment
  blockedSlots: BlockedSlot
  pipelines: Pipeline
  opportunities: Opportunity
}

type Fresh = { [K in keyof Records]: (session: Session, location: Location) => Awaitable<Entry<Records[K]>[]> }

const FRESH: Fresh = {
  contacts: freshContacts,
  notes: freshNotes,
  tasks: freshTasks,
  tags: freshTags,
  conversations: async (session, location) => freshConversations(session, await freshContacts(session, location)),
  messages: freshMessages,
  calendars: freshCalendars,
  calendarGroups: freshGroups,
  appointments: freshAppointments,
  blockedSlots: () => [],
  pipelines: freshPipelines,
  opportunities: freshOpportunities,
}

export interface Collection<T> {
  find(id: string): Awaitable<T | undefined>
  /** Adds a record, or answers false when its id is taken. */
  insert(record: T, order: number): Awaitable<boolean>
  /** Changes a record in one atomic step, or removes it; never creates one. */
  amend<R>(id: string, step: (old: T | undefined) => Change<T, R>): Awaitable<R>
  /** As State.page. */
  page(
    from: number | Place,
    limit: number,
    direction: 'up' | 'down',
  ): Promise<{ total: number; from: number; records: T[] }>
  /** Every record, by falling order. */
  all(): Promise<T[]>
}

/** A location's collection. An unknown location has none of anything. */
export async function collection<K extends keyof Records>(
  session: Session,
  kind: K,
  locationId: string,
): Promise<Collection<Records[K]>> {
  const { state } = session
  const key = `hoopai ${kind}/${locationId}`
  // Fresh records are costly to make, so they are not even thought of while the collection holds any.
  if ((await state.page(key, 0, 0)).total === 0) {
    const location = accounts(session).locations.find((each) => each.locationId === locationId)
    const entries = location ? await FRESH[kind](session, location) : []
    await state.found(key, () => entries)
  }
  return {
    find: (id) => state.find<Records[K]>(key, id),
    insert: (record, order) => state.insert<Records[K]>(key, { id: record.id, order, value: record }),
    amend: (id, step) => state.amend(key, id, step),
    page: async (from, limit, direction) => {
      const { entries, ...where } = await state.page<Records[K]>(key, from, limit, direction)
      return { ...where, records: entries.map(({ value }) => value) }
    },
    all: async () => (await state.page<Records[K]>(key, 0, Infinity, 'down')).entries.map(({ value }) => value),
  }
}
