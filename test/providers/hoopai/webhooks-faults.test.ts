/** What HoopAI's webhooks can be wrong in, as their receiver sees it, and events on demand. */

import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/core/clock.ts'
import { ApiError } from '../../../src/core/errors.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { receiver } from '../../receiver.ts'
import { START } from '../../support.ts'
import { hooked } from './hooks.ts'
import { UUID } from './location.ts'

describe('by the setting webhookFault', () => {
  /** Three changes of one contact, one after the other, as they arrive: first names, then when. */
  async function three(webhookFault: string) {
    const arrivals: number[] = []
    let now = () => 0
    await using target = await receiver((_, res) => {
      arrivals.push((now() - START) / MINUTE)
      res.writeHead(200).end()
    })
    const of = hooked(target.url, { webhookFault })
    now = () => of.session.clock.now()
    await hoopai.mint(of.session, START, {})
    const contact = await of.first('contacts')
    for (const firstName of ['a', 'b', 'c']) await of.tell('ContactUpdate', { ...contact, firstName })
    await of.agenda.idle()
    const soon = target.heard.length
    await of.agenda.advance(HOUR)
    const heard = target.heard.map(({ body }) => body)
    return { heard, soon, names: heard.map(({ firstName }) => firstName).join(''), arrivals }
  }
  const age = ({ timestamp }: { timestamp: string }) => (START - Date.parse(timestamp)) / MINUTE

  test('none: in order, at once, once', async () => {
    const { names, soon, arrivals, heard } = await three('none')
    expect([names, soon, arrivals, heard.map(age)]).toEqual(['abc', 3, [0, 0, 0], [0, 0, 0]])
  })
  test('duplicate: each twice, with one id', async () => {
    const { names, heard, arrivals } = await three('duplicate')
    expect([names, arrivals]).toEqual(['aabbcc', [0, 0, 0, 0, 0, 0]])
    expect(new Set(heard.map(({ webhookId }) => webhookId)).size).toBe(3)
  })
  test('stale: with a timestamp of ten minutes ago', async () => {
    const { names, heard, arrivals } = await three('stale')
    expect([names, heard.map(age), arrivals]).toEqual(['abc', [10, 10, 10], [0, 0, 0]])
  })
  test('late: ten minutes after what happened', async () => {
    const { names, heard, soon, arrivals } = await three('late')
    expect([names, soon, heard.map(age), arrivals]).toEqual(['abc', 0, [0, 0, 0], [10, 10, 10]])
  })
  test('reordered: each behind the next, the last one after ten minutes', async () => {
    const { names, soon, arrivals } = await three('reordered')
    expect([names, soon, arrivals]).toEqual(['bac', 2, [0, 0, 10]])
  })
})

describe('on demand', () => {
  test('a fault is of the one event alone', async () => {
    await using target = await receiver()
    const { demand, agenda } = hooked(target.url)
    await demand('ContactCreate', { fault: 'reordered' })
    await demand('ContactDelete')
    await demand('NoteCreate', { fault: 'duplicate' })
    await demand('TaskCreate', { fault: 'late' })
    await agenda.idle()
    expect(target.heard.map(({ body }) => body.type)).toEqual([
      'ContactDelete',
      'ContactCreate',
      'NoteCreate',
      'NoteCreate',
    ])
    expect(target.heard[2]!.raw).toBe(target.heard[3]!.raw)
    const due = await agenda.advance(10 * MINUTE)
    expect(due.map(({ outcome }) => [outcome!.type, outcome!.status])).toEqual([['TaskCreate', 200]])
  })

  test('the call’s fault goes before the settings’', async () => {
    await using target = await receiver()
    const { demand, agenda } = hooked(target.url, { webhookFault: 'late' })
    await demand('ContactCreate', { fault: 'none' })
    await agenda.idle()
    expect(target.heard).toHaveLength(1)
  })

  test.each(hoopai.webhooks!.types)('%s is about a record of the location', async (type) => {
    await using target = await receiver()
    const { demand, agenda, app, locations } = hooked(target.url)
    const { locationId } = locations[1]!
    const { webhookId } = await demand(type, { locationId })
    await agenda.idle()
    const [{ body }] = target.heard as [(typeof target.heard)[0]]
    const { appId, versionId } = app
    expect(body).toMatchObject({ appId, versionId, webhookId, timestamp: '2026-01-01T00:00:00.000Z' })
    expect(body.type).toBe(type === 'ConversationUnreadWebhook' ? 'ConversationUnreadUpdate' : type)
    expect(type === 'LocationCreate' ? body.id : body.locationId).toBe(locationId)
    expect(webhookId).toMatch(UUID)
    expect(JSON.stringify(body)).not.toContain('null')
  })

  test('data is laid over the sample, deep, and over the fields that all events have', async () => {
    await using target = await receiver()
    const { demand, agenda } = hooked(target.url)
    const data = {
      appointment: { appointmentStatus: 'noshow', users: [] },
      extra: 1,
      webhookId: 'mine',
      timestamp: 'then',
    }
    const { webhookId } = await demand('AppointmentUpdate', { data })
    await agenda.idle()
    const { body } = target.heard[0]!
    expect(body).toMatchObject({ extra: 1, webhookId: 'mine', timestamp: 'then', type: 'AppointmentUpdate' })
    expect(body.appointment).toMatchObject({ appointmentStatus: 'noshow', users: [], id: expect.any(String) })
    expect(webhookId).toBe('mine')
  })

  test('the call’s url goes before the settings’', async () => {
    await using one = await receiver()
    await using other = await receiver()
    const { demand, agenda } = hooked(one.url)
    await demand('ContactCreate', { url: other.url })
    await agenda.idle()
    expect([one.heard.length, other.heard.length]).toEqual([0, 1])
  })

  test.each([
    [{ type: 'ContactExploded' }, 'there is no event ContactExploded', 'ContactCreate'],
    [{ type: 'ContactCreate', fault: 'worse' }, 'there is no fault worse', 'reordered'],
    [{ type: 'ContactCreate', locationId: 'x' }, 'no location x', 'DemoLocation0000000'],
    [{ type: 'ContactCreate' }, 'nowhere to send it', ''],
  ])('%j is refused in a sentence, with what is known', async (request, message, known) => {
    const { session } = hooked('')
    const refused: unknown = await hoopai.webhooks!.send(session, START, request).catch((error) => error)
    expect(refused).toBeInstanceOf(ApiError)
    expect(refused).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) })
    expect(JSON.stringify((refused as ApiError).details.known)).toContain(known)
  })
})
