/**
 * Every 2xx answer of the resource routes, held against HighLevel's OpenAPI files. They are public data that is read from
 * beside the repository and never copied into it; where they are absent the test is skipped and says so.
 */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { routes } from '../../../src/providers/hoopai/api.ts'
import { locationClient } from './location.ts'

const FOLDER = new URL('../../../../shared/specs/hoopai/apps/', import.meta.url)
const found = existsSync(FOLDER)

/** The file and the operation of each route; the path is the route's own unless it says otherwise. */
const SPECIFIED: Readonly<Record<string, string>> = {
  contacts: 'contacts',
  notes: 'contacts',
  tasks: 'contacts',
  conversations: 'conversations',
  // The nested list, which the newest file no longer has (sheet, section 16).
  'messages.list': 'conversations.2025-08-26',
  messages: 'conversations',
  calendars: 'calendars',
  appointments: 'calendars',
  pipelines: 'opportunities',
  opportunities: 'opportunities',
  locations: 'locations',
  users: 'users',
  companies: 'companies',
}

/** Routes of which the files declare no answer (sheet, section 16). */
const UNDECLARED = ['contacts.search', 'contacts.duplicate']

/** Where an answer is right and the file is not (sheet, section 16). An entry that nothing needs any more fails. */
const SLIPS: readonly { readonly route: string; readonly at: RegExp; readonly why: string }[] = [
  {
    route: 'pipelines.list',
    at: /^\/pipelines\/\d+\/stages\/\d+ must be array$/,
    why: 'stages are typed as arrays of arrays; live they are objects',
  },
  {
    route: 'opportunities.search',
    at: /^\/opportunities\/\d+\/calendarEvents\/\d+ must be array$/,
    why: 'calendar events are typed as arrays of arrays',
  },
  {
    route: 'opportunities.search',
    at: /^\/meta\/(nextPageUrl|nextPage|prevPage) must be (string|number)$/,
    why: 'the first page has no previous and the last no next; null is seen, and not declared',
  },
  {
    route: 'appointments.get',
    at: /^\/event\/(startTime|endTime|dateAdded|dateUpdated) must be object$/,
    why: 'date-times of events are typed as objects',
  },
  ...['users.get', 'users.list', 'users.search'].map((route) => ({
    route,
    at: /^(\/users\/\d+)?\/scopes must be (string|equal to one of the allowed values)$/,
    why: 'scopes are typed as one of them; who creates a user sends a list',
  })),
]

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema?: object }>> }>>
}

describe.skipIf(!found)(
  `the answers match the OpenAPI files${found ? '' : ` (skipped: no ${fileURLToPath(FOLDER)})`}`,
  () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false })
    addFormats.default(ajv)
    const documents = new Map<string, Document>()
    // A skipped suite is collected all the same.
    for (const name of found ? new Set(Object.values(SPECIFIED)) : []) {
      const document = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Document
      documents.set(name, document)
      ajv.addSchema(document as object, name)
    }

    /** The schema of a route's answer with this status. Throws when the file declares none. */
    function schemaOf(name: string, status: number): ValidateFunction {
      const { method, path } = routes.find((route) => route.name === name)!
      const file = SPECIFIED[name] ?? SPECIFIED[name.split('.')[0]!]!
      const template = path.replace(/:(\w+)/g, '{$1}')
      const pointer = [
        'paths',
        template,
        method.toLowerCase(),
        'responses',
        status,
        'content',
        'application/json',
        'schema',
      ]
      const operation = documents.get(file)!.paths[template]?.[method.toLowerCase()]
      if (!operation?.responses[status]?.content)
        throw new Error(`${file}.json declares no ${status} for ${method} ${template}`)
      const escaped = pointer.map((part) =>
        encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')),
      )
      return ajv.compile({ $ref: `${file}#/${escaped.join('/')}` })
    }

    function problemsOf(name: string, status: number, text: string): string[] {
      const validate = schemaOf(name, status)
      validate(JSON.parse(text))
      return (validate.errors ?? []).map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`)
    }

    test('every route, fresh records and new ones, but for the known slips', async () => {
      const seen = new Map<string, Set<string>>()
      for await (const [name, status, text] of tour()) {
        expect([200, 201], `${name}: ${text}`).toContain(status)
        const problems = seen.get(name) ?? new Set()
        if (!UNDECLARED.includes(name)) for (const problem of problemsOf(name, status, text)) problems.add(problem)
        seen.set(name, problems)
      }
      expect([...seen.keys()].sort()).toEqual(routes.map(({ name }) => name).sort())
      const isSlip = (name: string, problem: string) =>
        SLIPS.some(({ route, at }) => route === name && at.test(problem))
      const wrong = [...seen].flatMap(([name, problems]) =>
        [...problems].filter((problem) => !isSlip(name, problem)).map((problem) => `${name} ${problem}`),
      )
      expect(wrong).toEqual([])
      const stale = SLIPS.filter(({ route, at }) => ![...(seen.get(route) ?? [])].some((problem) => at.test(problem)))
      expect(stale).toEqual([])
    })

    test('the check sees a wrong answer', () => {
      expect(problemsOf('contacts.delete', 200, '{"succeded":"yes"}')).toEqual(['/succeded must be boolean'])
      expect(problemsOf('contacts.get', 200, '{"contact":{"attachments":[],"tags":"a"}}')).toEqual([
        '/contact/tags must be array',
        '/contact/attachments must be string',
      ])
      expect(problemsOf('conversations.search', 200, '{"conversations":[{}]}')).toContain(
        " must have required property 'total'",
      )
      expect(() => schemaOf('contacts.create', 200)).toThrow('declares no 200')
    })
  },
)

type Answer = [route: string, status: number, text: string]

/** Calls every route, some of them several times: bare, full, at the end of a list. */
async function* tour(): AsyncGenerator<Answer> {
  const { call, locationId, locations } = await locationClient()
  const agency = await locationClient({}, { companyId: locations[0]!.companyId })
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  let last: any
  const visit = async (route: string, target: string, json?: object, by = call): Promise<Answer> => {
    const { status, text } = await by(target, json ? { json } : {})
    last = JSON.parse(text)
    return [route, status, text]
  }
  yield visit('contacts.list', 'GET /contacts/?limit=100')
  yield visit('contacts.list', 'GET /contacts/?query=nobody')
  yield visit('contacts.create', 'POST /contacts/', { locationId, name: 'Ada' })
  const { id: bare } = last.contact
  yield visit('contacts.create', 'POST /contacts/', { locationId, ...FULL })
  const { id: full } = last.contact
  yield visit('contacts.get', `GET /contacts/${bare}`)
  yield visit('contacts.get', `GET /contacts/${full}`)
  yield visit('contacts.update', `PUT /contacts/${full}`, { city: null, tags: [] })
  yield visit('contacts.list', 'GET /contacts/?limit=2')
  yield visit('contacts.search', 'POST /contacts/search', { locationId, pageLimit: 100 })
  yield visit('contacts.duplicate', `GET /contacts/search/duplicate?locationId=${locationId}&email=${FULL.email}`)
  yield visit('contacts.upsert', 'POST /contacts/upsert', { ...FULL, locationId })
  yield visit('contacts.upsert', 'POST /contacts/upsert', { locationId, name: 'Bob' })
  yield visit('contacts.ofBusiness', 'GET /contacts/business/641c094001436dbc2081e642')
  yield visit('contacts.addTags', `POST /contacts/${full}/tags`, { tags: ['c', 'd'] })
  yield visit('contacts.removeTags', `DELETE /contacts/${full}/tags`, { tags: ['c'] })
  yield visit('contacts.addFollowers', `POST /contacts/${full}/followers`, { followers: ['e', 'f'] })
  yield visit('contacts.removeFollowers', `DELETE /contacts/${full}/followers`, { followers: ['e'] })
  const notes = `/contacts/${full}/notes`
  yield visit('notes.create', `POST ${notes}`, { body: 'n', title: 't', color: '#FFAA00', pinned: true, userId: 'u' })
  const { id: note } = last.note
  yield visit('notes.list', `GET ${notes}`)
  yield visit('notes.get', `GET ${notes}/${note}`)
  yield visit('notes.update', `PUT ${notes}/${note}`, { pinned: false })
  yield visit('notes.delete', `DELETE ${notes}/${note}`)
  const tasks = `/contacts/${full}/tasks`
  const task = { title: 't', dueDate: '2026-02-01T11:00:00Z', completed: false, body: 'b', assignedTo: 'u' }
  yield visit('tasks.create', `POST ${tasks}`, task)
  const { id: taskId } = last.task
  yield visit('tasks.list', `GET ${tasks}`)
  yield visit('tasks.get', `GET ${tasks}/${taskId}`)
  yield visit('tasks.update', `PUT ${tasks}/${taskId}`, { title: 'u' })
  yield visit('tasks.complete', `PUT ${tasks}/${taskId}/completed`, { completed: true })
  yield visit('tasks.delete', `DELETE ${tasks}/${taskId}`)
  for (const type of ['SMS', 'RCS', 'Email', 'WhatsApp', 'IG', 'FB', 'Custom', 'Live_Chat', 'TIKTOK'])
    yield visit('messages.send', 'POST /conversations/messages', { type, contactId: full, message: 'hello' })
  yield visit('conversations.search', 'GET /conversations/search?limit=100')
  const { conversations } = last as { conversations: { id: string; contactId: string }[] }
  // RCS and TIKTOK are newer than the file with the nested list.
  const types = 'TYPE_SMS,TYPE_EMAIL,TYPE_WHATSAPP,TYPE_INSTAGRAM,TYPE_FACEBOOK,TYPE_CUSTOM_SMS,TYPE_LIVE_CHAT'
  for (const { id, contactId } of [...conversations.slice(0, 4), conversations.at(-1)!])
    yield visit('messages.list', `GET /conversations/${id}/messages${contactId === full ? `?type=${types}` : ''}`)
  const messages = '/conversations/messages'
  yield visit('messages.send', `POST ${messages}`, { type: 'SMS', contactId: full, scheduledTimestamp: 2e9 })
  const { messageId, conversationId } = last
  yield visit('messages.get', `GET ${messages}/${messageId}`)
  yield visit('messages.status', `PUT ${messages}/${messageId}/status`, { status: 'read' })
  yield visit('messages.cancel', `DELETE ${messages}/${messageId}/schedule`)
  const heard = { conversationId, contactId: full, conversationProviderId: 'p', message: 'hi' }
  for (const type of ['SMS', 'Email', 'Call', 'FORM_SUBMISSION'])
    yield visit('messages.inbound', `POST ${messages}/inbound`, { type, ...heard })
  yield visit('messages.export', `GET ${messages}/export?limit=500`)
  yield visit('messages.export', `GET ${messages}/export?limit=500&channel=Email`)
  yield visit('conversations.get', `GET /conversations/${conversationId}`)
  yield visit('conversations.update', `PUT /conversations/${conversationId}`, { locationId, starred: true })
  yield visit('conversations.delete', `DELETE /conversations/${conversationId}`)
  yield visit('conversations.create', 'POST /conversations/', { locationId, contactId: full })
  yield visit('calendars.list', 'GET /calendars/')
  const [calendar] = last.calendars
  const booking = { locationId, calendarId: calendar.id, contactId: full, startTime: '2026-01-05T10:00:00-05:00' }
  yield visit('appointments.create', 'POST /calendars/events/appointments', booking)
  yield visit('appointments.get', `GET /calendars/events/appointments/${last.id}`)
  yield visit('contacts.appointments', `GET /contacts/${full}/appointments`)
  yield visit('pipelines.list', 'GET /opportunities/pipelines')
  const pipelineId = last.pipelines[0].id
  const deal = { locationId, pipelineId, name: 'Deal', status: 'open', contactId: full }
  yield visit('opportunities.create', 'POST /opportunities/', {
    ...deal,
    customFields: [{ id: 'a', field_value: 'b' }],
  })
  yield visit('opportunities.get', `GET /opportunities/${last.opportunity.id}`)
  yield visit('opportunities.search', 'GET /opportunities/search?limit=100&getCalendarEvents=true')
  yield visit('opportunities.search', 'GET /opportunities/search?limit=2&page=2')
  yield visit('locations.search', 'GET /locations/search', undefined, agency.call)
  yield visit('locations.get', `GET /locations/${locationId}`)
  yield visit('locations.tags', `GET /locations/${locationId}/tags`)
  yield visit('locations.customFields', `GET /locations/${locationId}/customFields`)
  const { companyId } = locations[0]!
  yield visit('companies.get', `GET /companies/${companyId}`, undefined, agency.call)
  yield visit('users.list', 'GET /users/')
  yield visit('users.get', `GET /users/${last.users[1].id}`)
  yield visit('users.search', `GET /users/search?companyId=${companyId}`, undefined, agency.call)
  yield visit('contacts.delete', `DELETE /contacts/${full}`)
  yield visit('opportunities.search', 'GET /opportunities/search')
}

const FULL = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.org',
  phone: '+12025557777',
  gender: 'female',
  companyName: 'Engines',
  address1: '1 Main Street',
  city: 'London',
  state: 'LND',
  postalCode: '12345',
  country: 'GB',
  website: 'https://example.org',
  timezone: 'Europe/London',
  source: 'public api',
  assignedTo: 'somebody',
  dateOfBirth: '1990-09-25',
  dnd: true,
  dndSettings: { SMS: { status: 'active', message: 'm', code: 'c' } },
  inboundDndSettings: { all: { status: 'inactive' } },
  tags: ['a', 'b'],
  customFields: [{ id: 'cf', field_value: 'v' }],
}
