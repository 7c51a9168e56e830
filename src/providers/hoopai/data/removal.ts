/** What goes with a record that goes: its time is given back, and the apps hear of it (assumed). */

import type { Context } from '../../../core/provider.ts'
import { belongingsOf } from './belongings.ts'
import { bookingOf, release } from './bookings.ts'
import type { Appointment } from './calendars.ts'
import { collection } from './collections.ts'
import { endConversation } from './threads.ts'
import { emit } from './webhooks/emit.ts'

/** Whether it was there: of several removals at once, one did it. */
export async function removeAppointment(context: Context, locationId: string, id: string): Promise<boolean> {
  const appointments = await collection(context.session, 'appointments', locationId)
  const removed = await appointments.amend(id, (old) => ({ result: old, value: null }))
  if (!removed) return false
  await release(context.session, locationId, bookingOf(removed))
  await emit(context, 'AppointmentDelete', removed)
  return true
}

export async function removeBlockedSlot(context: Context, locationId: string, id: string): Promise<boolean> {
  const slots = await collection(context.session, 'blockedSlots', locationId)
  const removed = await slots.amend(id, (old) => ({ result: old, value: null }))
  if (removed) await release(context.session, locationId, bookingOf(removed))
  return removed !== undefined
}

/** Removes the appointments of a contact, a calendar or both: for whatever deletes one of them. */
export async function removeAppointmentsOf(
  context: Context,
  locationId: string,
  whose: Partial<Pick<Appointment, 'contactId' | 'calendarId'>>,
): Promise<void> {
  const { contactId, calendarId } = whose
  for (const each of await (await collection(context.session, 'appointments', locationId)).all())
    if ((contactId ?? each.contactId) === each.contactId && (calendarId ?? each.calendarId) === each.calendarId)
      await removeAppointment(context, locationId, each.id)
}

/** Removes the opportunities of a contact: for what deletes it. */
export async function removeOpportunitiesOf(context: Context, locationId: string, contactId: string): Promise<void> {
  const opportunities = await collection(context.session, 'opportunities', locationId)
  for (const each of await opportunities.all()) {
    if (each.contactId !== contactId) continue
    const removed = await opportunities.amend(each.id, (old) => ({ result: old, value: null }))
    if (removed) await emit(context, 'OpportunityDelete', removed)
  }
}

/** Removes all that belongs to a contact: for what deletes it. */
export async function removeBelongingsOf(context: Context, locationId: string, contactId: string): Promise<void> {
  await endConversation(context.session, locationId, contactId)
  await removeAppointmentsOf(context, locationId, { contactId })
  await removeOpportunitiesOf(context, locationId, contactId)
  for (const { id } of await belongingsOf(context.session, 'notes', locationId, contactId))
    await removeNote(context, locationId, id)
  for (const { id } of await belongingsOf(context.session, 'tasks', locationId, contactId))
    await removeTask(context, locationId, id)
}

/** Whether the note was there: of several removals at once, one did it. */
export async function removeNote(context: Context, locationId: string, id: string): Promise<boolean> {
  const notes = await collection(context.session, 'notes', locationId)
  const removed = await notes.amend(id, (old) => ({ result: old, value: null }))
  if (removed) await emit(context, 'NoteDelete', removed)
  return removed !== undefined
}

/** As `removeNote`. */
export async function removeTask(context: Context, locationId: string, id: string): Promise<boolean> {
  const tasks = await collection(context.session, 'tasks', locationId)
  const removed = await tasks.amend(id, (old) => ({ result: old, value: null }))
  if (removed) await emit(context, 'TaskDelete', removed)
  return removed !== undefined
}
