/** The records of a location, by resource. Each collection is filled with its fresh records at first use. */

import type { Session } from '../../../core/session.ts'
import type { Awaitable, Change, Entry } from '../../../core/state.ts'
import { accounts, type Location } from '../data.ts'
import { type Appointment, type Calendar, freshCalendars } from './calendars.ts'
import { type Contact, freshContacts } from './contacts.ts'
import { type Conversation, freshConversations, freshMessages, type Message } from './conversations.ts'
import { freshOpportunities, freshPipelines, type Opportunity, type Pipeline } from './opportunities.ts'

export type Records = {
  contacts: Contact
  conversations: Conversation
  messages: Message
  calendars: Calendar
  appointments: Appointment
  pipelines: Pipeline
  opportunities: Opportunity
}

type Fresh = { [K in keyof Records]: (session: Session, location: Location) => Awaitable<Entry<Records[K]>[]> }

const FRESH: Fresh = {
  contacts: freshContacts,
  conversations: async (session, location) => freshConversations(session, await freshContacts(session, location)),
  messages: freshMessages,
  calendars: freshCalendars,
  appointments: () => [],
  pipelines: freshPipelines,
  opportunities: freshOpportunities,
}

export interface Collection<T> {
  find(id: string): Awaitable<T | undefined>
  /** Adds a record, or answers false when its id is taken. */
  insert(record: T, order: number): Awaitable<boolean>
  /** Changes a record in one atomic step, or removes it; never creates one. */
  amend<R>(id: string, step: (old: T | undefined) => Change<T, R>): Awaitable<R>
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
    all: async () => (await state.page<Records[K]>(key, 0, Infinity, 'down')).entries.map(({ value }) => value),
  }
}
