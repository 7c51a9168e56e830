/** The events of section 12.2: which scope an app must hold to hear of one (8.2), and what a body says of the record. */

import type { Sourced } from '../../../../core/facts.ts'
import type { Json, JsonObject } from '../../../../core/http.ts'
import type { Session } from '../../../../core/session.ts'
import { type Account, type App, accounts, type Location } from '../../data.ts'
import type { Scope } from '../../scopes.ts'
import type { Appointment } from '../calendars.ts'
import type { Records } from '../collections.ts'
import { type Contact, nameOf } from '../contacts.ts'
import type { Conversation, Message } from '../conversations.ts'
import type { Note, Task } from '../notes.ts'
import type { Opportunity } from '../opportunities.ts'

/** What happened to which record; of a deleted one, as it was. */
export type Events = {
  ContactCreate: Contact
  ContactUpdate: Contact
  ContactDelete: Contact
  ContactTagUpdate: Contact
  ContactDndUpdate: Contact
  NoteCreate: Note
  NoteUpdate: Note
  NoteDelete: Note
  TaskCreate: Task
  TaskComplete: Task
  TaskDelete: Task
  ConversationUnreadWebhook: Conversation
  InboundMessage: Message
  OutboundMessage: Message
  AppointmentCreate: Appointment
  AppointmentUpdate: Appointment
  AppointmentDelete: Appointment
  OpportunityCreate: Opportunity
  OpportunityUpdate: Opportunity
  OpportunityDelete: Opportunity
  OpportunityStageUpdate: Opportunity
  OpportunityStatusUpdate: Opportunity
  OpportunityMonetaryValueUpdate: Opportunity
  OpportunityAssignedToUpdate: Opportunity
}

interface Event<R> extends Sourced {
  readonly scope: Scope
  /** The collection that its records stand in. */
  readonly kind: keyof Records
  /** The `type` in the body, where it is another than the event's name. */
  readonly as?: string
  /** The body's fields between `type` and those that all events have. */
  readonly tell: (record: R) => JsonObject
}

const HL = 'docs hl/webhook events'
const contacts = {
  scope: 'contacts.readonly',
  kind: 'contacts',
  source: `${HL}; observed O7`,
  tell: tellContact,
} as const
const notes = { scope: 'contacts.readonly', kind: 'notes', source: HL, tell: tellNote } as const
const tasks = { scope: 'contacts.readonly', kind: 'tasks', source: HL, tell: tellTask } as const
const messages = { scope: 'conversations/message.readonly', kind: 'messages', source: HL, tell: tellMessage } as const
const opportunities = {
  scope: 'opportunities.readonly',
  kind: 'opportunities',
  source: HL,
  tell: tellOpportunity,
} as const
// Which scope feeds these is not documented.
const appointments = {
  scope: 'calendars/events.readonly',
  kind: 'appointments',
  source: `docs hoopai/webhooks/appointment-create; ${HL}; assumed`,
  tell: tellAppointment,
} as const

export const EVENTS: { readonly [T in keyof Events]: Event<Events[T]> } = {
  ContactCreate: contacts,
  ContactUpdate: contacts,
  ContactDelete: contacts,
  ContactTagUpdate: contacts,
  ContactDndUpdate: contacts,
  NoteCreate: notes,
  NoteUpdate: notes,
  NoteDelete: notes,
  TaskCreate: tasks,
  TaskComplete: tasks,
  TaskDelete: tasks,
  // So the event is called; the sample on its page says otherwise.
  ConversationUnreadWebhook: {
    scope: 'conversations.readonly',
    kind: 'conversations',
    source: HL,
    as: 'ConversationUnreadUpdate',
    tell: tellConversation,
  },
  InboundMessage: messages,
  OutboundMessage: messages,
  AppointmentCreate: appointments,
  AppointmentUpdate: appointments,
  AppointmentDelete: appointments,
  OpportunityCreate: opportunities,
  OpportunityUpdate: opportunities,
  OpportunityDelete: opportunities,
  OpportunityStageUpdate: opportunities,
  OpportunityStatusUpdate: opportunities,
  OpportunityMonetaryValueUpdate: opportunities,
  OpportunityAssignedToUpdate: opportunities,
}

/** Where an app was installed, or is no longer. The app's own ids are among the fields that all events have. */
export function tellInstall(session: Session, app: App, { locationId, companyId, userId }: Account): JsonObject {
  // A free app; the form of a plan's id is that of the docs' sample.
  const plan = { planId: session.draw('hoopai plan', app.appId).hex(24), trial: {} }
  if (locationId === undefined) return { companyId, ...plan }
  return {
    installType: 'Location',
    locationId,
    companyId,
    userId,
    companyName: accounts(session).companies.find((each) => each.companyId === companyId)?.name ?? '',
    isWhitelabelCompany: false,
    whitelabelDetails: { logoUrl: '', domain: '' },
    ...plan,
  }
}

export function tellUninstall({ locationId, companyId }: Account): JsonObject {
  return locationId === undefined ? { companyId } : { locationId }
}

export function tellLocation(session: Session, { locationId, companyId, name, email }: Location): JsonObject {
  const stripeProductId = `prod_${session.draw('hoopai stripe product', locationId).alphanumeric(14)}`
  return { id: locationId, companyId, name, email, stripeProductId }
}

/** Fields that are empty are left out; lists stay (observed O7). */
function tellContact(contact: Contact): JsonObject {
  const { locationId, id, firstName, lastName, tags, customFields, dndSettings, timezone } = contact
  const { address1, city, state, companyName, country, source, dateAdded, dateOfBirth, dnd, email } = contact
  const { phone, postalCode, website, assignedTo } = contact
  const said = {
    ...{ locationId, id, address1, city, state, companyName, country, source, dateAdded, dateOfBirth, dnd, email },
    ...{ name: nameOf(contact), firstName, lastName, phone, postalCode, tags, website, attachments: [], assignedTo },
    ...{ customFields: customFields.map(({ id, value }) => ({ id, value })), dndSettings, timezone },
  }
  return Object.fromEntries(
    Object.entries(said).filter(([, value]: [string, Json | undefined]) => value !== undefined && value !== ''),
  )
}

function tellNote({ locationId, id, body, contactId, dateAdded }: Note): JsonObject {
  return { locationId, id, body, contactId, dateAdded }
}

function tellTask({ locationId, id, assignedTo, body, contactId, title, dateAdded, dueDate }: Task): JsonObject {
  return { locationId, id, assignedTo, body, contactId, title, dateAdded, dueDate }
}

function tellConversation({ locationId, id, contactId, starred, unreadCount }: Conversation): JsonObject {
  return { locationId, id, contactId, deleted: false, inbox: true, starred, unreadCount }
}

function tellMessage(message: Message): JsonObject {
  const { locationId, attachments, body, contactId, contentType, conversationId, dateAdded, direction } = message
  const { messageType, status, id: messageId, userId, conversationProviderId, meta } = message
  return {
    ...{ locationId, attachments, body, contactId, contentType, conversationId, dateAdded, direction },
    // `TYPE_SMS` in the API.
    messageType: messageType === 'TYPE_EMAIL' ? 'Email' : messageType.replace('TYPE_', ''),
    ...{ status, messageId, userId, conversationProviderId },
    // Of calls alone.
    ...(meta?.callDuration === undefined ? {} : { callDuration: Number(meta.callDuration) }),
    ...(meta?.callStatus === undefined ? {} : { callStatus: meta.callStatus }),
  }
}

function tellAppointment(appointment: Appointment): JsonObject {
  const { locationId, id, address, title, calendarId, contactId, groupId, appointmentStatus } = appointment
  const { assignedUserId, description: notes, createdBy, startTime, endTime, dateAdded, dateUpdated } = appointment
  return {
    locationId,
    appointment: {
      ...{ id, address, title, calendarId, contactId, groupId, appointmentStatus, assignedUserId },
      ...{ users: assignedUserId === undefined ? [] : [assignedUserId], notes: notes ?? '', source: createdBy.source },
      ...{ startTime, endTime, dateAdded, dateUpdated },
    },
  }
}

function tellOpportunity(opportunity: Opportunity): JsonObject {
  const { locationId, id, assignedTo, contactId, monetaryValue, name, pipelineId, pipelineStageId } = opportunity
  const { source, status, createdAt: dateAdded } = opportunity
  return {
    ...{ locationId, id, assignedTo, contactId, monetaryValue, name, pipelineId, pipelineStageId },
    ...{ source, status, dateAdded },
  }
}
