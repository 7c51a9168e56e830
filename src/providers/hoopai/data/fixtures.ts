/** The shapes of `fixtures/hoopai/*.json`, which a user may lay files over. */

import * as v from 'valibot'
import { fixture } from '../../../core/fixture.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const whole = v.pipe(v.number(), v.integer(), v.minValue(0, 'a whole number from 0'))
const instant = v.pipe(v.string(), v.isoTimestamp())
const maybe = v.optional
/** Records take turns with these, so there must be one. */
const texts = some(text)

const contact = v.strictObject({
  id: text,
  firstName: maybe(text),
  lastName: maybe(text),
  email: maybe(v.pipe(v.string(), v.regex(/^[^@\s]+@[^@\s]+$/, 'an email address'))),
  phone: maybe(v.pipe(v.string(), v.regex(/^\+\d{7,15}$/, 'a phone number such as "+18832327657"'))),
  companyName: maybe(text),
  businessId: maybe(text),
  address1: maybe(text),
  city: maybe(text),
  state: maybe(text),
  country: maybe(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'a country code such as "US"'))),
  postalCode: maybe(text),
  website: maybe(text),
  timezone: maybe(zone()),
  gender: maybe(text),
  dateOfBirth: maybe(v.pipe(v.string(), v.isoDate())),
  source: maybe(text),
  assignedTo: maybe(text),
  type: maybe(text),
  dnd: maybe(v.boolean()),
  dndSettings: maybe(v.record(text, v.any())),
  inboundDndSettings: maybe(v.record(text, v.any())),
  tags: maybe(v.array(text)),
  followers: maybe(v.array(text)),
  customFields: maybe(v.array(v.strictObject({ id: text, value: v.any() }))),
  dateAdded: instant,
  dateUpdated: maybe(instant),
})

const note = v.strictObject({
  id: text,
  contactId: text,
  body: v.string(),
  userId: maybe(text),
  title: maybe(text),
  color: maybe(text),
  pinned: maybe(v.boolean()),
  dateAdded: instant,
})

const task = v.strictObject({
  id: text,
  contactId: text,
  title: text,
  body: maybe(v.string()),
  assignedTo: maybe(text),
  dueDate: instant,
  completed: maybe(v.boolean()),
  dateAdded: instant,
})

const message = { body: v.string(), direction: v.picklist(['inbound', 'outbound']) }
const conversation = v.strictObject({
  id: text,
  contactId: text,
  messages: some(v.strictObject({ id: text, ...message, dateAdded: instant })),
})

const place = v.strictObject({
  city: text,
  state: text,
  zip: v.pipe(v.string(), v.regex(/^\d{3}$/, 'three digits')),
  area: v.pipe(v.string(), v.regex(/^[2-9]\d\d$/, 'an area code of three digits')),
  timezone: zone(),
})
const calendar = v.strictObject({
  name: text,
  description: v.string(),
  slug: text,
  calendarType: text,
  slotDuration: v.pipe(v.number(), v.integer(), v.minValue(1, 'minutes, at least 1')),
  team: whole,
})
const customField = v.strictObject({
  id: maybe(text),
  name: text,
  model: v.picklist(['contact', 'opportunity']),
  dataType: text,
  placeholder: maybe(v.string()),
  options: maybe(texts),
})

export const fixtures = {
  contacts: fixture(
    'the first contacts of the first location, with notes and tasks; others are invented',
    'openapi contacts.json',
    {
      contacts: maybe(v.pipe(v.array(contact), differing('contacts', 'id'))),
      notes: maybe(v.pipe(v.array(note), differing('notes', 'id'))),
      tasks: maybe(v.pipe(v.array(task), differing('tasks', 'id'))),
    },
  ),
  conversations: fixture('what was said with contacts of contacts.json', 'openapi conversations.json', {
    conversations: v.pipe(v.array(conversation), differing('conversations', 'id'), differing('contacts', 'contactId')),
  }),
  location: fixture(
    'what a fresh location holds, and what its invented records say',
    'openapi calendars.json, opportunities.json, conversations.json; observed O9',
    {
      tags: v.array(text),
      sources: texts,
      places: v.pipe(some(place), differing('places', 'area')),
      companyKinds: texts,
      notes: texts,
      tasks: texts,
      pipelines: v.array(v.strictObject({ name: text, stages: texts })),
      opportunities: texts,
      calendars: v.array(calendar),
      messages: some(v.strictObject(message)),
      team: texts,
      customFields: v.array(customField),
    },
  ),
}

function some<T extends v.GenericSchema>(schema: T) {
  return v.pipe(v.array(schema), v.minLength(1, 'at least one'))
}

/** Of a list: no two have the same `key`. */
function differing<T>(what: string, key: keyof T & string) {
  const differ = (list: T[]) => new Set(list.map((each) => each[key])).size === list.length
  return v.check(differ, `${what} that differ in ${key}`)
}

function zone() {
  const known = (name: string) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
    } catch {
      return false
    }
  }
  return v.pipe(v.string(), v.check(known, 'a time zone such as "America/Denver"'))
}
