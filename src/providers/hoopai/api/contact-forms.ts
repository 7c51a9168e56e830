/** The forms of a contact: what may be written, and how it is shown alone, in a list and when it was just made. */

import type { Json, JsonObject } from '../../../core/http.ts'
import { type Contact, nameOf } from '../data/contacts.ts'
import {
  anything,
  boolean,
  email,
  listOf,
  matching,
  nullable,
  type Optional,
  oneOf,
  required,
  shape,
  string,
  strings,
  type Values,
} from './fields.ts'
import { shownOnce } from './shown.ts'

const MONTH = '(0[1-9]|1[0-2])'
const DAY = '(0[1-9]|[12]\\d|3[01])'
const DATE = new RegExp(`^(?:(\\d{4})[-/._]${MONTH}[-/._]${DAY}|${MONTH}[-/._]${DAY}[-/._](\\d{4}))(?:T.*)?$`)
/** Empty, or with a digit. */
const PHONE = /^$|\d/

const dndSetting = shape({ status: required(oneOf('active', 'inactive', 'permanent')), message: string, code: string })

export const UPDATE = {
  firstName: nullable(string),
  lastName: nullable(string),
  name: nullable(string),
  email: nullable(email),
  phone: nullable(matching(PHONE, 'must be a valid phone number')),
  address1: nullable(string),
  city: nullable(string),
  state: nullable(string),
  postalCode: string,
  website: nullable(string),
  timezone: nullable(string),
  dnd: boolean,
  dndSettings: shape({
    Call: dndSetting,
    Email: dndSetting,
    SMS: dndSetting,
    WhatsApp: dndSetting,
    GMB: dndSetting,
    FB: dndSetting,
  }) as unknown as Optional<JsonObject>,
  inboundDndSettings: shape({
    all: shape({ status: required(oneOf('active', 'inactive')), message: string }),
  }) as unknown as Optional<JsonObject>,
  tags: strings,
  customFields: listOf(shape({ id: required(string), key: string, field_value: anything })),
  source: nullable(string),
  dateOfBirth: nullable(matching(DATE, 'must be a valid date')),
  country: matching(/^[A-Za-z]{2}$/, 'must be a valid ISO31661 Alpha2 code'),
  assignedTo: nullable(string),
} as const

export const CREATE = {
  locationId: required(string, "LocationId can't be undefined"),
  ...UPDATE,
  gender: string,
  companyName: nullable(string),
} as const

export const UPSERT = { ...CREATE, createNewIfDuplicateAllowed: boolean } as const

/** What a body may set of a contact. */
export type Given = Partial<Values<Omit<typeof CREATE, 'locationId'>>>

/** What a body sets of a contact. A null clears; a whole name stands for its parts. */
export function changesIn({ name, phone, dateOfBirth, country, customFields, ...plain }: Given): Partial<Contact> {
  const [first, ...rest] = (name ?? '').trim().split(/\s+/)
  const changes: Record<string, Json | undefined> = {
    ...(name === undefined ? {} : { firstName: first || undefined, lastName: rest.join(' ') || undefined }),
    ...(phone === undefined ? {} : { phone: phone ? e164(phone) : undefined }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth: dateOfBirth ? dateOf(dateOfBirth) : undefined }),
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
    ...(customFields
      ? { customFields: customFields.map(({ id, field_value = null }) => ({ id, value: field_value })) }
      : {}),
  }
  for (const [field, value] of Object.entries(plain)) if (value !== undefined) changes[field] = value ?? undefined
  return changes as Partial<Contact>
}

/** As GET and PUT answer it. */
export function wholeContact(contact: Contact): JsonObject {
  const { firstName, lastName, email } = contact
  const name = nameOf(contact)
  return {
    ...contact,
    name,
    emailLowerCase: email?.toLowerCase(),
    firstNameLowerCase: firstName?.toLowerCase(),
    lastNameLowerCase: lastName?.toLowerCase(),
    fullNameLowerCase: name?.toLowerCase(),
    additionalEmails: [],
  }
}

/** As POST answers it: birth dates in parts, and who made it. */
export function createdContact(contact: Contact, client = ''): JsonObject {
  const { dateOfBirth, dateAdded } = contact
  const [, month, day] = dateOfBirth?.split('-').map(Number) ?? []
  const by = { source: 'INTEGRATION', channel: 'OAUTH', sourceId: client, timestamp: dateAdded }
  return {
    ...wholeContact(contact),
    deleted: false,
    bounceEmail: false,
    unsubscribeEmail: false,
    ...(dateOfBirth ? { dateOfBirth: `${dateOfBirth}T00:00:00.000Z`, birthMonth: month, birthDay: day } : {}),
    lastSessionActivityAt: dateAdded,
    offers: [],
    products: [],
    createdBy: by,
    lastUpdatedBy: by,
  }
}

/** As a list shows it: names in lower case, beside them as they were written (observed O2). */
export const listedContact = shownOnce((contact: Contact) => {
  const { gender, inboundDndSettings, firstName, lastName, ...rest } = contact
  return {
    ...rest,
    contactName: (nameOf(contact) ?? contact.email ?? contact.phone)?.toLowerCase(),
    firstName: firstName?.toLowerCase(),
    lastName: lastName?.toLowerCase(),
    firstNameRaw: firstName,
    lastNameRaw: lastName,
    attributions: [],
    additionalEmails: [],
    startAfter: [Date.parse(contact.dateAdded), contact.id],
  }
})

/** As a search finds it: as in a list, but with names as they were written and a cursor of its own (observed O2). */
export function foundContact(contact: Contact, searchAfter: Json[]): JsonObject {
  const { startAfter: _, firstNameRaw, lastNameRaw, ...rest } = listedContact(contact)
  const { firstName, lastName } = contact
  return {
    ...rest,
    firstName,
    lastName,
    firstNameLowerCase: firstName?.toLowerCase(),
    lastNameLowerCase: lastName?.toLowerCase(),
    searchAfter,
  }
}

/** `+1 888-888-8888` and `(888) 888-8888` alike are `+18888888888`: a number without a country is American (assumed). */
export function e164(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return !phone.trim().startsWith('+') && digits.length === 10 ? `+1${digits}` : `+${digits}`
}

/** `09/25/1990` is `1990-09-25`: a year at the end follows month and day (assumed). */
function dateOf(text: string): string {
  const [, year, month, day, month2, day2, year2] = DATE.exec(text)!
  return `${year ?? year2}-${month ?? month2}-${day ?? day2}`
}
