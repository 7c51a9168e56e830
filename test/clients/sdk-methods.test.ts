/** Every method of HighLevel's official SDK whose method and path are an emulated route's, called once against the running program. */

import { HighLevel } from '@gohighlevel/api-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '../../src/core/provider.ts'
import { hoopai } from '../../src/providers/hoopai/index.ts'
import { type Program, type Session, startProgram } from './emulator.ts'
import { exchange, sdkAt } from './sdk.ts'

// biome-ignore lint/suspicious/noExplicitAny: the generated types ask for fields that no client sends
type Any = any
type Service = Record<string, (...args: Any[]) => Promise<Any>>
type Services = Record<(typeof SERVICES)[number], Service>

const SERVICES = [
  ...(['oauth', 'contacts', 'conversations', 'calendars', 'opportunities'] as const),
  ...(['locations', 'users', 'companies'] as const),
] as const

/** Routes that are no method of the SDK. */
const WITHOUT_METHOD = ['oauth.page', 'oauth.choice', 'oauth.pageV2', 'oauth.choiceV2', 'oauth.reconnect']

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program?.stop())

describe('the HighLevel SDK', () => {
  const shared = sharedMethods()

  test('has a method for every route but those of a browser and one that is gone', () => {
    const names = new Set([...shared.values()].map(({ name }) => name))
    expect(hoopai.routes.map(({ name }) => name).filter((name) => !names.has(name))).toEqual(WITHOUT_METHOD)
  })

  test('succeeds in every method that it shares with the emulated routes', async () => {
    const session = await program.session()
    const called = new Set<string>()
    await callAll(session, called)
    console.log(
      `HighLevel SDK: ${[...shared.keys()].filter((name) => called.has(name)).length} of ${shared.size} shared methods called`,
    )
    expect([...shared.keys()].filter((name) => !called.has(name))).toEqual([])
    const reached = await Promise.all([...shared.values()].map(({ name }) => session.count(`route=${name}`)))
    expect([...shared.values()].filter((_, i) => reached[i] === 0).map(({ name }) => name)).toEqual([])
    for (const status of [400, 401, 403, 404, 422, 429, 500]) expect(await session.count(`status=${status}`)).toBe(0)
  })
})

/** By `service.method`, the route that it calls, as its compiled source says. */
function sharedMethods(): Map<string, Route> {
  const sdk = new HighLevel({ privateIntegrationToken: 'none', logLevel: 'none' }) as unknown as Services
  const shared = new Map<string, Route>()
  for (const service of SERVICES)
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(sdk[service]))) {
      if (name === 'constructor') continue
      const source = String(sdk[service][name])
      const [, method] = /method: '(\w+)'/.exec(source) ?? []
      const [, path] = /buildUrl\)\('([^']+)'/.exec(source) ?? []
      const route = hoopai.routes.find((each) => each.method === method && shape(each.path) === shape(path ?? ''))
      if (route) shared.set(`${service}.${name}`, route)
    }
  return shared
}

function shape(path: string): string {
  return path.replace(/:\w+|\{\w+\}/g, '{}').replace(/(.)\/$/, '$1')
}

/** The SDK's services, which note what of them is called and succeeds. */
function noted(sdk: HighLevel, called: Set<string>): Services {
  const services = sdk as unknown as Services
  return Object.fromEntries(
    SERVICES.map((name) => [
      name,
      new Proxy(services[name], {
        get:
          (service, method: string) =>
          async (...args: unknown[]) => {
            const answer = await service[method]!.call(service, ...args)
            called.add(`${name}.${method}`)
            return answer
          },
      }),
    ]),
  ) as Services
}

async function callAll(session: Session, called: Set<string>): Promise<void> {
  const { baseUrl, apps, locations } = session.credentials.hoopai
  const [app] = apps
  const [{ locationId, companyId }] = locations
  const { clientId, clientSecret } = app
  const bare = sdkAt(baseUrl, { clientId, clientSecret })
  const scope = Object.keys(hoopai.scopes).join(' ')
  const consent = (choice: object) =>
    session.consent(new URL(bare.oauth.getAuthorizationUrl(clientId, app.redirectUris[0], scope)), choice)
  const tokens = await exchange(bare, app, await consent({ locationId }))
  called.add('oauth.getAccessToken')
  const { oauth } = noted(bare, called)
  const { access_token } = await oauth.refreshToken!(
    tokens.refresh_token,
    clientId,
    clientSecret,
    'refresh_token',
    'Location',
  )
  const agencyTokens = await exchange(bare, app, await consent({ companyId }))

  const own = noted(sdkAt(baseUrl, { clientId, clientSecret, locationAccessToken: access_token }), called)
  const agency = noted(
    sdkAt(baseUrl, { clientId, clientSecret, agencyAccessToken: agencyTokens.access_token! }),
    called,
  )
  await callAgency(agency, { companyId, locationId, appId: clientId.split('-', 1)[0]! })
  const users = await callAccounts(own, { companyId, locationId })
  const contact = await callContacts(own.contacts, locationId, users)
  await callConversations(own.conversations, locationId, contact)
  await callCalendars(own.calendars, locationId, contact)
  await callOpportunities(own.opportunities, locationId, contact, users)
  await own.contacts.getAppointmentsForContact!({ contactId: contact })
  await own.contacts.deleteContact!({ contactId: contact })
}

async function callAgency({ oauth, locations, companies }: Services, ids: Record<string, string>): Promise<void> {
  const { companyId, locationId, appId } = ids
  await oauth.getInstalledLocation!({ companyId, appId })
  await oauth.getLocationAccessToken!({ companyId, locationId })
  const found = await locations.searchLocations!({ companyId, limit: '10' })
  expect(found.locations.map(({ id }: Any) => id)).toContain(locationId)
  expect((await companies.getCompany!({ companyId })).company.id).toBe(companyId)
}

async function callAccounts({ locations, users }: Services, ids: Record<string, string>): Promise<string[]> {
  const { companyId, locationId } = ids
  expect((await locations.getLocation!({ locationId })).location.id).toBe(locationId)
  await locations.getLocationTags!({ locationId })
  await locations.getCustomFields!({ locationId, model: 'contact' })
  await users.searchUsers!({ companyId, locationId })
  const team = (await users.getUserByLocation!({ locationId })).users
  expect((await users.getUser!({ userId: team[0].id })).id).toBe(team[0].id)
  return team.map(({ id }: Any) => id)
}

async function callContacts(contacts: Service, locationId: string, users: string[]): Promise<string> {
  const { contact } = await contacts.createContact!({ locationId, name: 'Ada Lovelace', email: 'ada@example.org' })
  const contactId: string = contact.id
  expect((await contacts.upsertContact!({ locationId, email: 'ada@example.org', tags: ['a'] })).new).toBe(false)
  await contacts.updateContact!({ contactId }, { phone: '+12025557777' })
  expect((await contacts.getContact!({ contactId })).contact).toMatchObject({ phone: '+12025557777', tags: ['a'] })
  await contacts.getContacts!({ locationId, limit: 5 })
  const found = await contacts.searchContactsAdvanced!({ locationId, pageLimit: 5, query: 'ada@example.org' })
  expect(found.total).toBe(1)
  expect((await contacts.getDuplicateContact!({ locationId, number: '+12025557777' })).contact.id).toBe(contactId)
  await contacts.getContactsByBusinessId!({ locationId, businessId: 'nobody' })
  expect((await contacts.addTags!({ contactId }, { tags: ['b'] })).tags).toEqual(['a', 'b'])
  expect((await contacts.removeTags!({ contactId }, { tags: ['a'] })).tags).toEqual(['b'])
  await contacts.addFollowersContact!({ contactId }, { followers: users })
  expect((await contacts.removeFollowersContact!({ contactId }, { followers: users })).followers).toEqual([])
  const { note } = await contacts.createNote!({ contactId }, { body: 'a note' })
  await contacts.updateNote!({ contactId, id: note.id }, { body: 'another' })
  expect((await contacts.getNote!({ contactId, id: note.id })).note.body).toBe('another')
  expect((await contacts.getAllNotes!({ contactId })).notes).toHaveLength(1)
  await contacts.deleteNote!({ contactId, id: note.id })
  const { task } = await contacts.createTask!(
    { contactId },
    { title: 'call', dueDate: '2026-02-01T10:00:00Z', completed: false },
  )
  const taskId = task.id
  await contacts.updateTask!({ contactId, taskId }, { title: 'call back' })
  await contacts.updateTaskCompleted!({ contactId, taskId }, { completed: true })
  expect((await contacts.getTask!({ contactId, taskId })).task).toMatchObject({ title: 'call back', completed: true })
  expect((await contacts.getAllTasks!({ contactId })).tasks).toHaveLength(1)
  await contacts.deleteTask!({ contactId, taskId })
  return contactId
}

async function callConversations(conversations: Service, locationId: string, contactId: string): Promise<void> {
  const [first] = (await conversations.searchConversation!({ locationId, contactId })).conversations
  await conversations.deleteConversation!({ conversationId: first.id })
  const { conversation } = await conversations.createConversation!({ locationId, contactId })
  const conversationId = conversation.id
  await conversations.updateConversation!({ conversationId }, { locationId, unreadCount: 1, starred: true })
  expect((await conversations.getConversation!({ conversationId })).contactId).toBe(contactId)
  const { messageId } = await conversations.sendANewMessage!({ type: 'SMS', contactId, message: 'hello' })
  await conversations.updateMessageStatus!({ messageId }, { status: 'delivered' })
  expect(await conversations.getMessage!({ id: messageId })).toMatchObject({ body: 'hello', status: 'delivered' })
  const received = { type: 'SMS', conversationId, conversationProviderId: 'provider', contactId, message: 'hello too' }
  await conversations.addAnInboundMessage!(received)
  expect((await conversations.getMessages!({ conversationId })).messages.messages).toHaveLength(2)
  await conversations.exportMessagesByLocation!({ locationId, limit: 10 })
  const later = { type: 'SMS', contactId, message: 'later', scheduledTimestamp: Date.UTC(2026, 1) / 1000 }
  const scheduled = await conversations.sendANewMessage!(later)
  expect((await conversations.cancelScheduledMessage!({ messageId: scheduled.messageId })).status).toBe(200)
}

async function callCalendars(calendars: Service, locationId: string, contactId: string): Promise<void> {
  const { group } = await calendars.createCalendarGroup!({
    locationId,
    name: 'Visits',
    description: 'Of us.',
    slug: 'visits',
  })
  expect((await calendars.getGroups!({ locationId })).groups.map(({ id }: Any) => id)).toContain(group.id)
  const { calendar } = await calendars.createCalendar!({ locationId, name: 'Visits', groupId: group.id })
  const calendarId = calendar.id
  await calendars.updateCalendar!({ calendarId }, { description: 'At ours.' })
  expect((await calendars.getCalendar!({ calendarId })).calendar.description).toBe('At ours.')
  expect((await calendars.getCalendars!({ locationId })).calendars.map(({ id }: Any) => id)).toContain(calendarId)
  const [startDate, endDate] = [Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 7)]
  const { slots } = (await calendars.getSlots!({ calendarId, startDate, endDate }))['2026-01-05']
  const booked = await calendars.createAppointment!({ locationId, calendarId, contactId, startTime: slots[0] })
  const eventId = booked.id
  await calendars.editAppointment!({ eventId }, { title: 'A visit' })
  expect((await calendars.getAppointment!({ eventId })).event.title).toBe('A visit')
  const whole = { locationId, calendarId, startTime: String(startDate), endTime: String(endDate) }
  expect((await calendars.getCalendarEvents!(whole)).events.map(({ id }: Any) => id)).toEqual([eventId])
  const blocked = { locationId, calendarId, startTime: slots[3], endTime: slots[4] }
  const { id } = await calendars.createBlockSlot!(blocked)
  expect((await calendars.getBlockedSlots!(whole)).events.map((each: Any) => each.id)).toEqual([id])
  await calendars.deleteEvent!({ eventId: id }, {})
  await calendars.deleteCalendar!({ calendarId })
}

async function callOpportunities(
  opportunities: Service,
  locationId: string,
  contactId: string,
  followers: string[],
): Promise<void> {
  const [pipeline] = (await opportunities.getPipelines!({ locationId })).pipelines
  const deal = { locationId, pipelineId: pipeline.id, name: 'A deal', contactId }
  const { opportunity } = await opportunities.createOpportunity!({ ...deal, status: 'open' })
  const { id } = opportunity
  expect((await opportunities.upsertOpportunity!({ ...deal, name: 'The deal' })).opportunity.id).toBe(id)
  await opportunities.updateOpportunity!({ id }, { monetaryValue: 7 })
  await opportunities.updateOpportunityStatus!({ id }, { status: 'won' })
  expect((await opportunities.getOpportunity!({ id })).opportunity).toMatchObject({ monetaryValue: 7, status: 'won' })
  const won = await opportunities.searchOpportunity!({ locationId, status: 'won', contactId })
  expect(won.opportunities.map((each: Any) => each.id)).toEqual([id])
  await opportunities.searchOpportunitiesAdvanced!({ locationId, query: 'The deal', limit: 10, page: 1 })
  expect((await opportunities.addFollowersOpportunity!({ id }, { followers })).followersAdded).toEqual(followers)
  await opportunities.removeFollowersOpportunity!({ id }, { followers })
  await opportunities.deleteOpportunity!({ id })
}
