/** How an opportunity is shown: with its contact as it is now, and what else of the contact is asked for. */

import type { JsonObject } from '../../../core/http.ts'
import type { Context } from '../../../core/provider.ts'
import { collection, type Records } from '../data/collections.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import type { Opportunity } from '../data/opportunities.ts'
import { eventOf } from './appointments.ts'
import type { Place } from './listing.ts'
import { shownOnce } from './shown.ts'

/** What is shown of the contact's own records; what is not asked for is an empty list. */
export interface Details {
  readonly notes?: boolean | undefined
  readonly tasks?: boolean | undefined
  readonly calendarEvents?: boolean | undefined
  /** As a number (assumed: no answer with it was seen). */
  readonly unReadConversations?: boolean | undefined
}

export function placeOf({ createdAt, id }: Opportunity): Place {
  return [Date.parse(createdAt), id]
}

/** In the order given. Contacts are looked up one by one, their records all at once. */
export async function shownAll(
  context: Context,
  locationId: string,
  opportunities: readonly Opportunity[],
  { notes, tasks, calendarEvents, unReadConversations }: Details = {},
): Promise<JsonObject[]> {
  const recordsIf = async <K extends keyof Records>(asked: boolean | undefined, kind: K): Promise<Records[K][]> =>
    asked ? await (await collection(context.session, kind, locationId)).all() : []
  const contacts = await collection(context.session, 'contacts', locationId)
  const people = await Promise.all(opportunities.map(({ contactId }) => contacts.find(contactId)))
  if (!notes && !tasks && !calendarEvents && !unReadConversations)
    return opportunities.map((opportunity, i) => shown(opportunity, people[i]))
  const written = {
    notes: await recordsIf(notes, 'notes'),
    tasks: await recordsIf(tasks, 'tasks'),
    calendarEvents: (await recordsIf(calendarEvents, 'appointments')).map(eventOf),
  }
  const conversations = await recordsIf(unReadConversations, 'conversations')
  return opportunities.map((opportunity, i) => {
    const isItsContacts = (record: { readonly contactId?: unknown }) => record.contactId === opportunity.contactId
    return {
      ...shown(opportunity, people[i]),
      ...Object.fromEntries(Object.entries(written).map(([name, records]) => [name, records.filter(isItsContacts)])),
      ...(unReadConversations
        ? { unReadConversations: conversations.filter((each) => isItsContacts(each) && each.unreadCount > 0).length }
        : {}),
    }
  })
}

/** Without a contact if it has none (an upsert may make such). */
const shown = shownOnce((opportunity: Opportunity, contact: Contact | undefined) => {
  const { contactId, createdAt, updatedAt, id, pipelineStageId } = opportunity
  const { companyName, email, phone, tags } = contact ?? {}
  const name = contact && nameOf(contact)
  return {
    ...opportunity,
    contactId: contactId || undefined,
    pipelineStageUId: pipelineStageId,
    lastActionDate: updatedAt,
    indexVersion: '1',
    contact: contactId ? { id: contactId, name, companyName, email, phone, tags } : undefined,
    sort: [Date.parse(createdAt), id],
    notes: [],
    tasks: [],
    calendarEvents: [],
  }
})
