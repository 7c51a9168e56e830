/** HoopAI's webhooks as the calls of a client cause them, from the API to the receiver. */

import { expect, test } from 'vitest'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { receiver } from '../../receiver.ts'
import { hooked } from './hooks.ts'

type Client = Awaited<ReturnType<typeof client>>

/** A client with every scope, and what its receiver heard since it was last asked. */
async function client(url: string, heard: { readonly body: { type: string } }[]) {
  const of = hooked(url)
  const token = await hoopai.mint(of.session, of.session.clock.now(), {})
  const call = async (target: string, json?: object) => {
    const answer = await of.call(target, { token, headers: { version: '2021-07-28' }, ...(json ? { json } : {}) })
    if (answer.status >= 300) throw new Error(`${target}: ${answer.status} ${answer.text}`)
    return answer.json
  }
  let told = 0
  const events = async () => {
    await of.agenda.idle()
    const since = heard.slice(told).map(({ body }) => body)
    told = heard.length
    return since
  }
  return { ...of, call, events, team: accounts(of.session).locations[0]!.userId }
}

const newContact = async ({ call, events, locationId }: Client) => {
  const { contact } = await call('POST /contacts/', { locationId, firstName: 'Ada', phone: '+14155550123' })
  await events()
  return contact.id as string
}
const newOpportunity = async (of: Client) => {
  const { pipelines } = await of.call(`GET /opportunities/pipelines?locationId=${of.locationId}`)
  const pipelineId = pipelines[0].id
  const contactId = await newContact(of)
  const body = { pipelineId, locationId: of.locationId, name: 'A deal', status: 'open', contactId }
  const { opportunity } = await of.call('POST /opportunities/', body)
  return { id: opportunity.id as string, stages: pipelines[0].stages as { id: string }[] }
}

const CAUSES: Record<string, [string[], (of: Client) => Promise<unknown>]> = {
  'a contact created': [
    ['ContactCreate'],
    ({ call, locationId }) => call('POST /contacts/', { locationId, firstName: 'Ada', email: 'ada@example.com' }),
  ],
  'a contact updated': [
    ['ContactUpdate'],
    async (of) => of.call(`PUT /contacts/${await newContact(of)}`, { lastName: 'Lovelace' }),
  ],
  'a contact’s tags changed': [
    ['ContactUpdate', 'ContactTagUpdate'],
    async (of) => of.call(`PUT /contacts/${await newContact(of)}`, { tags: ['vip'] }),
  ],
  'a contact’s do-not-disturb changed': [
    ['ContactUpdate', 'ContactDndUpdate'],
    async (of) => of.call(`PUT /contacts/${await newContact(of)}`, { dnd: true }),
  ],
  'a contact deleted': [['ContactDelete'], async (of) => of.call(`DELETE /contacts/${await newContact(of)}`)],
  'a note made': [['NoteCreate'], async (of) => of.call(`POST /contacts/${await newContact(of)}/notes`, { body: 'x' })],
  'a task made': [
    ['TaskCreate'],
    async (of) => {
      const task = { title: 'Call', dueDate: '2026-01-02T00:00:00Z', completed: false }
      return of.call(`POST /contacts/${await newContact(of)}/tasks`, task)
    },
  ],
  'a message sent': [
    ['OutboundMessage'],
    async (of) =>
      of.call('POST /conversations/messages', { type: 'SMS', contactId: await newContact(of), message: 'Hi' }),
  ],
  'an opportunity created': [['OpportunityCreate'], newOpportunity],
  'an opportunity moved': [
    ['OpportunityUpdate', 'OpportunityStageUpdate'],
    async (of) => {
      const { id, stages } = await newOpportunity(of)
      await of.events()
      await of.call(`PUT /opportunities/${id}`, { pipelineStageId: stages[1]!.id })
    },
  ],
  'an opportunity deleted': [
    ['OpportunityDelete'],
    async (of) => {
      const { id } = await newOpportunity(of)
      await of.events()
      await of.call(`DELETE /opportunities/${id}`)
    },
  ],
  'a look at things': [[], async (of) => of.call(`GET /contacts/?locationId=${of.locationId}`)],
}

test.each(Object.entries(CAUSES))('%s', async (_what, [expected, cause]) => {
  await using target = await receiver()
  const of = await client(target.url, target.heard)
  await cause(of)
  const told = await of.events()
  expect(told.map(({ type }) => type).sort()).toEqual([...expected].sort())
})

test('a call that is refused tells nobody', async () => {
  await using target = await receiver()
  const of = await client(target.url, target.heard)
  await expect(of.call('POST /contacts/', { locationId: of.locationId, email: 'no address' })).rejects.toThrow('422')
  expect(await of.events()).toEqual([])
})

test('a call does not wait for the receiver', async () => {
  await using target = await receiver(() => {})
  const of = await client(target.url, target.heard)
  await of.call('POST /contacts/', { locationId: of.locationId, firstName: 'Ada' })
  await of.call('POST /contacts/', { locationId: of.locationId, firstName: 'Grace' })
  expect((await of.outbox.list()).map(({ type, attempts }) => [type, attempts])).toEqual([
    ['ContactCreate', []],
    ['ContactCreate', []],
  ])
  of.session.end()
})
