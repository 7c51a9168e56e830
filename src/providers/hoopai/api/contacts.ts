/** Contacts. Source: openapi contacts.json; sections 9 and 11.1. */

import { iso } from '../../../core/clock.ts'
import { ApiError, assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import { drawFor, type Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { type Collection, collection } from '../data/collections.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import { conversationIdOf, newConversation } from '../data/conversations.ts'
import { claim, type Reach, release } from '../data/reach.ts'
import { accounts } from '../data.ts'
import { notFound } from '../errors.ts'
import { CREATE, changesIn, createdContact, listedContact, UPDATE, wholeContact } from './contact-forms.ts'
import { type Fields, string } from './fields.ts'
import { CURSOR, indexed, limit, mentions, pageOf } from './listing.ts'
import { operation, type Request, recordOf } from './operation.ts'

const READ = 'contacts.readonly'
const WRITE = 'contacts.write'
const LIST = { locationId: string, limit, query: string, ...CURSOR } as const

export const contactRoutes: readonly Route[] = [
  operation({
    name: 'contacts.list',
    method: 'GET',
    path: '/contacts/',
    scope: READ,
    source: 'seed; openapi contacts.json',
    about: 'newest first; pages by startAfter and startAfterId',
    query: LIST,
    handle: list,
  }),
  operation({
    name: 'contacts.create',
    method: 'POST',
    path: '/contacts/',
    scope: WRITE,
    source: 'openapi contacts.json',
    body: CREATE,
    status: 201,
    handle: create,
  }),
  operation({
    name: 'contacts.get',
    method: 'GET',
    path: '/contacts/:contactId',
    of: 'contacts',
    scope: READ,
    source: 'openapi contacts.json',
    handle: async (request) => ({ contact: wholeContact(await contactOf(request)) }),
  }),
  operation({
    name: 'contacts.update',
    method: 'PUT',
    path: '/contacts/:contactId',
    of: 'contacts',
    scope: WRITE,
    source: 'openapi contacts.json',
    body: UPDATE,
    handle: update,
  }),
  operation({
    name: 'contacts.delete',
    method: 'DELETE',
    path: '/contacts/:contactId',
    of: 'contacts',
    scope: WRITE,
    source: 'openapi contacts.json',
    handle: remove,
  }),
]

async function list({ context, locationId, query }: Request<typeof LIST, Fields>): Promise<JsonObject> {
  const contacts = await (await collection(context.session, 'contacts', locationId)).all()
  const found = indexed(context, contacts, addedAt).filter(
    (contact) =>
      query.query === undefined ||
      mentions(query.query, nameOf(contact), contact.email, contact.phone, contact.companyName),
  )
  const { page, meta } = pageOf(context, found, (contact) => [addedAt(contact), contact.id], query)
  return { contacts: page.map(listedContact), count: found.length, meta }
}

async function create({ context, locationId, settings, body }: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { session, call } = context
  const { locationId: _, ...given } = body
  assert(
    Object.values(given).some((value) => value !== null && value !== ''),
    'empty_contact',
  )
  const now = iso(call.at)
  const contact: Contact = {
    id: (await drawFor(session, 'hoopai contact', locationId, digest(JSON.stringify(body)))).alphanumeric(20),
    locationId,
    type: 'lead',
    dnd: false,
    tags: [],
    followers: [],
    customFields: [],
    country: 'US',
    ...changesIn(given),
    dateAdded: now,
    dateUpdated: now,
  }
  const contacts = await collection(session, 'contacts', locationId)
  await hold(context, contacts, contact, contact)
  await contacts.insert(contact, call.at)
  if (settings.contactMakesConversation) {
    const conversations = await collection(session, 'conversations', locationId)
    await conversations.insert(newConversation(session, contact, call.at), call.at)
  }
  return { contact: createdContact(contact, context.token?.client) }
}

async function update(request: Request<Fields, typeof UPDATE>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { session } = context
  const { id } = await contactOf(request)
  const contacts = await collection(session, 'contacts', locationId)
  const changes = changesIn(body)
  await hold(context, contacts, { id, locationId }, changes)
  const changed = await contacts.amend<{ old: Contact; value: Contact } | undefined>(id, (old) => {
    if (!old) return { result: undefined }
    const { customFields = [] } = changes
    const kept = old.customFields.filter((field) => !customFields.some((each) => each.id === field.id))
    const value = {
      ...old,
      ...changes,
      customFields: [...kept, ...customFields],
      dateUpdated: iso(context.call.at),
    }
    return { result: { old, value }, value }
  })
  if (!changed) {
    // It was deleted meanwhile.
    await release(session, locationId, id, changes)
    throw notFound('Contact', id)
  }
  const { old, value } = changed
  await release(session, locationId, id, {
    email: 'email' in changes ? old.email : undefined,
    phone: 'phone' in changes ? old.phone : undefined,
  })
  return { succeded: true, contact: wholeContact(value) }
}

async function remove(request: Request): Promise<JsonObject> {
  const { context, locationId } = request
  const { session } = context
  const { id } = await contactOf(request)
  const contacts = await collection(session, 'contacts', locationId)
  const gone = await contacts.amend<Contact | undefined>(id, (old) => ({ result: old, value: null }))
  if (!gone) throw notFound('Contact', id)
  await release(session, locationId, id, gone)
  const conversationId = conversationIdOf(session, id)
  const conversations = await collection(session, 'conversations', locationId)
  await conversations.amend(conversationId, () => ({ result: null, value: null }))
  const messages = await collection(session, 'messages', locationId)
  for (const message of await messages.all())
    if (message.conversationId === conversationId)
      await messages.amend(message.id, () => ({ result: null, value: null }))
  return { succeded: true }
}

function contactOf(request: Pick<Request, 'context' | 'locationId'>): Promise<Contact> {
  return recordOf(request, 'contacts', 'Contact', request.context.params.contactId!)
}

function addedAt({ dateAdded }: Contact): number {
  return Date.parse(dateAdded)
}

/** Holds an email and phone for a contact, where its location refuses duplicates; a duplicate is told whose they are. */
async function hold(
  { session }: Request['context'],
  contacts: Collection<Contact>,
  { id, locationId }: Pick<Contact, 'id' | 'locationId'>,
  wanted: Reach,
): Promise<void> {
  const location = accounts(session).locations.find((each) => each.locationId === locationId)
  if (location?.allowDuplicateContact) return
  const taken = await claim(session, locationId, id, wanted)
  if (!taken) return
  const owner = await contacts.find(taken.owner)
  const contactName = owner && nameOf(owner)
  throw new ApiError('duplicate_contact', '', {
    contactId: taken.owner,
    matchingField: taken.field,
    ...(contactName ? { contactName } : {}),
  })
}
