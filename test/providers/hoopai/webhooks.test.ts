/** Whom HoopAI's webhooks go to, what they say, and how they are retried. Section 12. */

import { describe, expect, test } from 'vitest'
import { HOUR, iso, MINUTE } from '../../../src/core/clock.ts'
import { uninstalled } from '../../../src/providers/hoopai/data/webhooks/emit.ts'
import type { Settings } from '../../../src/providers/hoopai/index.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { receiver } from '../../receiver.ts'
import { START } from '../../support.ts'
import { hooked } from './hooks.ts'
import { UUID } from './location.ts'

const NOW = '2026-01-01T00:00:00.000Z'

describe('an event', () => {
  test('is a POST of flat JSON with the fields that are seen live', async () => {
    await using target = await receiver()
    const { install, app, tell, first, agenda, locationId } = hooked(target.url)
    await install({ scope: 'contacts.readonly' })
    const contact = { ...(await first('contacts')), phone: '+14155550100' }
    await tell('ContactCreate', contact)
    await agenda.idle()
    const { method, headers, body } = target.heard[1]!
    expect([method, headers['content-type']]).toEqual(['POST', 'application/json'])
    const { type, appId, versionId, timestamp, webhookId, ...fields } = body
    expect([type, appId, versionId, timestamp]).toEqual(['ContactCreate', app.appId, app.versionId, NOW])
    expect(webhookId).toMatch(UUID)
    const { id, firstName, lastName, email, phone, tags, dnd, dateAdded } = contact
    const name = `${firstName} ${lastName}`
    expect(fields).toMatchObject({ locationId, id, name, firstName, lastName, email, phone, tags, dnd, dateAdded })
    expect(fields).toMatchObject({ attachments: [], customFields: expect.any(Array) })
  })

  test('leaves out what is empty of a contact', async () => {
    await using target = await receiver()
    const { install, tell, first, agenda } = hooked(target.url)
    await install()
    const { email, phone, ...contact } = await first('contacts')
    await tell('ContactUpdate', { ...contact, website: '' })
    await agenda.idle()
    for (const field of ['email', 'phone', 'website', 'dateOfBirth'])
      expect(target.heard[1]!.body).not.toHaveProperty(field)
  })

  test('of an appointment carries it whole, and of an opportunity its date under another name', async () => {
    await using target = await receiver()
    const { install, tell, first, agenda, locationId } = hooked(target.url)
    await install()
    const [appointment, opportunity, message] = [
      await first('appointments'),
      await first('opportunities'),
      await first('messages'),
    ]
    await tell('AppointmentUpdate', appointment)
    await tell('OpportunityStageUpdate', opportunity)
    await tell('OutboundMessage', message)
    await agenda.idle()
    const [, ...bodies] = target.heard.map(({ body }) => body)
    const { id, startTime, endTime, calendarId, appointmentStatus, title } = appointment
    expect(bodies).toMatchObject([
      {
        type: 'AppointmentUpdate',
        locationId,
        appointment: { id, startTime, endTime, calendarId, appointmentStatus, title },
      },
      { type: 'OpportunityStageUpdate', locationId, id: opportunity.id, dateAdded: opportunity.createdAt },
      {
        type: 'OutboundMessage',
        locationId,
        messageId: message.id,
        messageType: 'SMS',
        conversationId: message.conversationId,
      },
    ])
    expect(bodies[2]).not.toHaveProperty('id')
  })

  test('comes once for each app that may hear of it, with an id of its own', async () => {
    await using target = await receiver()
    const { apps, consent, tell, first, agenda } = hooked(target.url)
    for (const { clientId, scopes } of apps) await consent({ clientId, scope: scopes.join(' ') })
    await tell('ContactCreate', await first('contacts'))
    await tell('OpportunityCreate', await first('opportunities'))
    await agenda.idle()
    const told = target.heard.map(({ body }) => [body.type, body.appId])
    expect(told).toEqual([
      ['INSTALL', apps[0]!.appId],
      ['INSTALL', apps[1]!.appId],
      ['ContactCreate', apps[0]!.appId],
      ['ContactCreate', apps[1]!.appId],
      ['OpportunityCreate', apps[0]!.appId],
    ])
    expect(new Set(target.heard.map(({ body }) => body.webhookId)).size).toBe(5)
  })
})

describe('who hears of it', () => {
  /** The types that arrive when a contact and a message of the first location change. */
  async function heard(prepare: (of: ReturnType<typeof hooked>) => Promise<unknown>, settings = {}) {
    await using target = await receiver()
    const of = hooked(target.url, settings)
    await prepare(of)
    await of.tell('ContactCreate', await of.first('contacts'))
    await of.tell('InboundMessage', await of.first('messages'))
    await of.agenda.idle()
    return target.heard.map(({ body }) => body.type).filter((type) => type !== 'INSTALL')
  }
  const BOTH = ['ContactCreate', 'InboundMessage']
  const mint = (of: ReturnType<typeof hooked>, request: object) => hoopai.mint(of.session, START, request)

  test('nobody, as long as no app is installed', async () => {
    expect(await heard(async () => {})).toEqual([])
  })
  test('an app with the scopes that feed it, as the last consent gave them', async () => {
    expect(await heard((of) => of.install())).toEqual(BOTH)
    expect(await heard((of) => of.consent({ scope: 'contacts.readonly' }))).toEqual(['ContactCreate'])
    expect(await heard((of) => of.consent({ scope: 'contacts.write opportunities.readonly' }))).toEqual([])
    const narrowed = async (of: ReturnType<typeof hooked>) => {
      await of.install()
      await of.consent({ scope: 'conversations/message.readonly' })
    }
    expect(await heard(narrowed)).toEqual(['InboundMessage'])
  })
  test('of messages also who may read conversations, unless HighLevel’s scopes are strict', async () => {
    const coarse = (of: ReturnType<typeof hooked>) => of.consent({ scope: 'conversations.readonly' })
    expect(await heard(coarse)).toEqual(['InboundMessage'])
    expect(await heard(coarse, { strictScopes: true })).toEqual([])
  })
  test('not an app of another location', async () => {
    expect(await heard((of) => of.consent({ locationId: of.locations[1]!.locationId }))).toEqual([])
  })
  test('an app of the whole agency', async () => {
    expect(await heard((of) => of.consent({ companyId: of.companies[0]!.companyId }))).toEqual(BOTH)
    expect(await heard((of) => of.consent({ companyId: of.companies[1]!.companyId }))).toEqual([])
  })
  test('an app that a token was minted for, without an INSTALL', async () => {
    await using target = await receiver()
    const of = hooked(target.url)
    await mint(of, { scopes: ['contacts.readonly'] })
    await of.agenda.idle()
    expect(target.heard).toEqual([])
    expect(await heard((of) => mint(of, { scopes: ['contacts.readonly'] }))).toEqual(['ContactCreate'])
    expect(await heard((of) => mint(of, { locationId: of.locations[1]!.locationId }))).toEqual([])
  })
  test('nobody through a private integration', async () => {
    const call = async ({ call, privateIntegrations }: ReturnType<typeof hooked>) =>
      call('GET /contacts/', { token: privateIntegrations[0]!.token, headers: { version: '2021-07-28' } })
    expect(await heard(call)).toEqual([])
  })
})

test('without a URL nothing is made, and nothing is written', async () => {
  const { install, tell, first, outbox, session } = hooked('')
  await install()
  const contact = await first('contacts')
  const before = JSON.stringify(await session.state.dump())
  await tell('ContactCreate', contact)
  expect(JSON.stringify(await session.state.dump())).toBe(before)
  expect(await outbox.list()).toEqual([])
})

describe('an install', () => {
  test('of a location tells whose it is', async () => {
    await using target = await receiver()
    const { consent, agenda, app, locations, companies } = hooked(target.url)
    await consent({ locationId: locations[1]!.locationId })
    await consent({ decision: 'deny' })
    await agenda.idle()
    const [{ body }] = target.heard as [(typeof target.heard)[0]]
    expect(target.heard).toHaveLength(1)
    expect(body).toEqual({
      type: 'INSTALL',
      installType: 'Location',
      locationId: locations[1]!.locationId,
      companyId: companies[0]!.companyId,
      userId: locations[1]!.userId,
      companyName: 'Northwind Agency',
      isWhitelabelCompany: false,
      whitelabelDetails: { logoUrl: '', domain: '' },
      planId: expect.stringMatching(/^[0-9a-f]{24}$/),
      trial: {},
      appId: app.appId,
      versionId: app.versionId,
      timestamp: NOW,
      webhookId: expect.stringMatching(UUID),
    })
  })

  test('of an agency names no location; the end of either names the one id', async () => {
    await using target = await receiver()
    const { consent, agenda, app, session, locations, companies } = hooked(target.url)
    const { companyId } = companies[0]!
    await consent({ companyId })
    const settings = session.settings(hoopai) as Settings
    for (const account of [companies[0]!, locations[0]!]) await uninstalled(session, settings, START, app, account)
    await agenda.idle()
    const common = {
      appId: app.appId,
      versionId: app.versionId,
      timestamp: NOW,
      webhookId: expect.stringMatching(UUID),
    }
    expect(target.heard.map(({ body }) => body)).toEqual([
      { type: 'INSTALL', companyId, planId: expect.any(String), trial: {}, ...common },
      { type: 'UNINSTALL', companyId, ...common },
      { type: 'UNINSTALL', locationId: locations[0]!.locationId, ...common },
    ])
  })
})

describe('a webhook without a 2xx', () => {
  test('is sent 12 times, a minute apart at first and an hour at last, the same bytes each time', async () => {
    await using target = await receiver(500)
    const { demand, agenda, outbox, session } = hooked(target.url)
    await demand('ContactCreate')
    await agenda.idle()
    await agenda.advance(24 * HOUR)
    const [{ attempts, delivered }] = (await outbox.list()) as [Awaited<ReturnType<typeof outbox.list>>[0]]
    const minutes = attempts.map(({ at }) => (at - START) / MINUTE)
    expect(minutes).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363])
    expect([delivered, target.heard.length, session.clock.now()]).toEqual([false, 12, START + 24 * HOUR])
    const bytes = target.heard.map(({ raw, headers }) => [raw, headers['x-ghl-signature'], headers['x-wh-signature']])
    expect(new Set(bytes.map(String)).size).toBe(1)
  })

  test('stops at the first 2xx; a redirect is none, and is not followed', async () => {
    await using elsewhere = await receiver()
    await using target = await receiver((_, res) => res.writeHead(308, { location: elsewhere.url }).end(), 429, 201)
    const { demand, agenda, outbox } = hooked(target.url)
    await demand('ContactDelete')
    const due = await agenda.advance(HOUR)
    expect(due.map(({ at, outcome }) => [iso(at).slice(11, 16), outcome!.status])).toEqual([
      ['00:00', 308],
      ['00:01', 429],
      ['00:03', 201],
    ])
    expect((await outbox.list())[0]).toMatchObject({ delivered: true, dueAt: null })
    expect(elsewhere.heard).toEqual([])
  })

  test('is tried as often as the settings say', async () => {
    await using target = await receiver(500)
    const { demand, agenda } = hooked(target.url, { webhookRetries: 2 })
    await demand('ContactCreate')
    await agenda.advance(24 * HOUR)
    expect(target.heard).toHaveLength(3)
  })

  test('counts as failed after webhookTimeoutSeconds', async () => {
    await using target = await receiver(() => {}, 200)
    const { demand, agenda, outbox } = hooked(target.url, { webhookTimeoutSeconds: 1 })
    await demand('ContactCreate')
    await agenda.idle()
    await agenda.advance(MINUTE)
    const [{ attempts }] = (await outbox.list()) as [Awaited<ReturnType<typeof outbox.list>>[0]]
    expect(attempts).toMatchObject([{ error: 'no answer within 1000 ms' }, { status: 200 }])
    expect(attempts[0]!.tookMs).toBeGreaterThanOrEqual(990)
  })
})

test('a receiver may move the clock and call the API before it answers', async () => {
  const seen: number[] = []
  let of: ReturnType<typeof hooked> | undefined
  await using target = await receiver(async ({ body }, res) => {
    if (body.type === 'ContactCreate') {
      await of!.agenda.advance(MINUTE)
      await of!.tell('OpportunityCreate', await of!.first('opportunities'))
    }
    seen.push(of!.session.clock.now() - START)
    res.writeHead(200).end()
  })
  of = hooked(target.url)
  await of.install()
  await of.tell('ContactCreate', await of.first('contacts'))
  await of.agenda.idle()
  expect(seen).toEqual([0, MINUTE, MINUTE])
})

test('the same calls give the same bytes, signatures and all; another order gives each the same id', async () => {
  async function run(order: readonly (0 | 1)[]) {
    await using target = await receiver()
    const { install, tell, first, agenda } = hooked(target.url)
    await install()
    const contact = await first('contacts')
    for (const i of order) await tell('ContactUpdate', { ...contact, firstName: ['Ada', 'Grace'][i] })
    await agenda.idle()
    return target.heard.map(({ raw, headers: { host, ...headers } }) => JSON.stringify([raw, headers]))
  }
  const once = await run([0, 1, 1])
  expect(await run([0, 1, 1])).toEqual(once)
  expect((await run([1, 0, 1])).sort()).toEqual([...once].sort())
  expect(new Set(once).size).toBe(4)
})
