/** What makes, changes and deletes a contact, whichever operation asks for it: one state, one set of events. */

import { iso } from '../../../core/clock.ts'
import { ApiError, assert } from '../../../core/errors.ts'
import type { Json } from '../../../core/http.ts'
import { drawFor } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { collection } from '../data/collections.ts'
import { type Contact, nameOf, plain } from '../data/contacts.ts'
import { claim, ownerOf, type Reach, release, type Taken } from '../data/reach.ts'
import { removeBelongingsOf } from '../data/removal.ts'
import { defineTags } from '../data/tags.ts'
import { endConversation, startConversation } from '../data/threads.ts'
import { emit } from '../data/webhooks/emit.ts'
import { accounts } from '../data.ts'
import { notFound } from '../errors.ts'
import { changesIn, type Given } from './contact-forms.ts'
import { type Request, recordOf } from './operation.ts'

type Where = Pick<Request, 'context' | 'locationId'>

/** The contact that the path names. */
export function contactOf(request: Where): Promise<Contact> {
  return recordOf(request, 'contacts', 'Contact', request.context.params.contactId!)
}

export function allowsDuplicates({ context, locationId }: Where): boolean {
  const { locations } = accounts(context.session)
  return locations.find((each) => each.locationId === locationId)?.allowDuplicateContact ?? false
}

/** The contact with this email, else with this phone. Of several the newest. */
export async function contactWith(request: Where, { email, phone }: Reach): Promise<Contact | undefined> {
  const { context, locationId } = request
  const contacts = await collection(context.session, 'contacts', locationId)
  if (!allowsDuplicates(request)) {
    const owner = await ownerOf(context.session, locationId, { email, phone })
    return owner === undefined ? undefined : await contacts.find(owner)
  }
  const all = await contacts.all()
  const byEmail = email && all.find((each) => each.email?.toLowerCase() === email.toLowerCase())
  return byEmail || (phone ? all.find((each) => each.phone === phone) : undefined)
}

/** Makes a contact with its conversation, or answers whose its email or phone is. */
export async function createContact(
  request: Pick<Request, 'context' | 'locationId' | 'settings'>,
  given: Given,
): Promise<Contact | Taken> {
  const { context, locationId, settings } = request
  const { session, call } = context
  assert(
    Object.values(given).some((value) => value !== null && value !== ''),
    'empty_contact',
  )
  const drawn = await drawFor(session, 'hoopai contact', locationId, digest(JSON.stringify(given)))
  const { customFields = [], ...changes } = changesIn(given)
  const fresh = plain(drawn.alphanumeric(20), locationId, iso(call.at))
  const contact = { ...fresh, ...changes, customFields: customFields.filter(isSet) }
  const taken = await hold(request, contact.id, contact)
  if (taken) return taken
  const contacts = await collection(session, 'contacts', locationId)
  await contacts.insert(contact, call.at)
  await defineTags(session, locationId, contact.tags)
  await emit(context, 'ContactCreate', contact)
  if (settings.contactMakesConversation) {
    await startConversation(context, contact)
    if (!(await contacts.find(contact.id))) await endConversation(session, locationId, contact.id)
  }
  return contact
}

/**
 * Changes a contact, or answers whose the new email or phone is; undefined when the contact is gone. Custom fields that
 * are not named stay.
 */
export async function updateContact(
  request: Where,
  id: string,
  changes: Partial<Contact>,
): Promise<Contact | Taken | undefined> {
  const { context, locationId } = request
  const { session } = context
  const taken = await hold(request, id, changes)
  if (taken) return taken
  const changed = await amend(request, id, (old) => {
    const { customFields = [] } = changes
    const kept = old.customFields.filter((field) => !customFields.some((each) => each.id === field.id))
    return { ...changes, customFields: [...kept, ...customFields].filter(isSet) }
  })
  if (!changed) {
    await release(session, locationId, id, changes)
    return undefined
  }
  const { old, value } = changed
  await release(session, locationId, id, {
    email: 'email' in changes ? old.email : undefined,
    phone: 'phone' in changes ? old.phone : undefined,
  })
  await emit(context, 'ContactUpdate', value)
  await tellChanges(request, old, value)
  return value
}

/** Changes what nobody else can hold: tags, followers. */
export async function changeContact(
  request: Where,
  step: (old: Contact) => Partial<Contact>,
): Promise<{ old: Contact; value: Contact }> {
  const { id } = await contactOf(request)
  const changed = await amend(request, id, step)
  if (!changed) throw notFound('Contact', id)
  await tellChanges(request, changed.old, changed.value)
  return changed
}

/** Deletes a contact with all that belongs to it. Of several that delete it at once, one does. */
export async function removeContact(request: Where): Promise<void> {
  const { context, locationId } = request
  const { session } = context
  const { id } = await contactOf(request)
  const contacts = await collection(session, 'contacts', locationId)
  const gone = await contacts.amend<Contact | undefined>(id, (old) => ({ result: old, value: null }))
  if (!gone) throw notFound('Contact', id)
  await release(session, locationId, id, gone)
  await emit(context, 'ContactDelete', gone)
  await removeBelongingsOf(context, locationId, id)
}

/** The refusal of a duplicate, which says whose the address is. */
export async function duplicate({ context, locationId }: Where, { owner, field }: Taken): Promise<ApiError> {
  const contact = await (await collection(context.session, 'contacts', locationId)).find(owner)
  const contactName = contact && nameOf(contact)
  const details = { contactId: owner, matchingField: field, ...(contactName ? { contactName } : {}) }
  return new ApiError('duplicate_contact', '', details)
}

/** A custom field that is written as null, or without a value, is cleared (assumed). */
function isSet({ value }: Contact['customFields'][number]): boolean {
  return value !== null
}

/** Holds an email and phone for a contact, where its location refuses duplicates. */
async function hold(request: Where, contactId: string, wanted: Reach): Promise<Taken | undefined> {
  if (allowsDuplicates(request)) return undefined
  return claim(request.context.session, request.locationId, contactId, wanted)
}

async function amend({ context, locationId }: Where, id: string, step: (old: Contact) => Partial<Contact>) {
  const contacts = await collection(context.session, 'contacts', locationId)
  return contacts.amend<{ old: Contact; value: Contact } | undefined>(id, (old) => {
    if (!old) return { result: undefined }
    const value = { ...old, ...step(old), dateUpdated: iso(context.call.at) }
    return { result: { old, value }, value }
  })
}

/** Events that tell of one part of a contact. */
const PARTS = {
  ContactTagUpdate: ['tags'],
  ContactDndUpdate: ['dnd', 'dndSettings', 'inboundDndSettings'],
} as const

async function tellChanges({ context, locationId }: Where, old: Contact, value: Contact): Promise<void> {
  const added = value.tags.filter((tag) => !old.tags.includes(tag))
  await defineTags(context.session, locationId, added)
  for (const [event, fields] of Object.entries(PARTS) as [keyof typeof PARTS, readonly (keyof Contact)[]][])
    if (fields.some((field) => differ(old[field], value[field]))) await emit(context, event, value)
}

function differ(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) !== JSON.stringify(b)
}
