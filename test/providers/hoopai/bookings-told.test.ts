/** What apps hear of appointments and opportunities. Section 12.2. */

import { expect, test } from 'vitest'
import { hooked } from './hooks.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

/** A client whose `heard` are the types of the events since it was last asked, and their last body. */
async function listening() {
  const letters: Any[] = []
  const post = async ({ body }: { body: string }) => {
    letters.push(JSON.parse(body))
    return { status: 200 }
  }
  const { install, call, locationId, agenda } = hooked('https://hooks.example', {}, {
    post,
    settings: { hoopai: { webhookUrl: 'https://hooks.example' } },
  } as Any)
  const { access_token: token } = await install({ locationId })
  const api = async (target: string, json?: object) => {
    const answer = await call(target, { token, headers: { version: '2021-07-28' }, ...(json ? { json } : {}) })
    if (answer.status >= 300) throw new Error(answer.text)
    return answer.json
  }
  const heard = async () => {
    await agenda.idle()
    return letters.splice(0)
  }
  const types = async () => (await heard()).map(({ type }) => type)
  await heard()
  const [contact] = (await api('GET /contacts/?limit=1')).contacts
  return { api, heard, types, locationId, contact }
}

test('an appointment is told when it is made, changed and deleted', async () => {
  const { api, heard, types, locationId, contact } = await listening()
  const [{ id: calendarId }] = (await api('GET /calendars/')).calendars
  const plain = { locationId, calendarId, contactId: contact.id, startTime: '2026-01-05T10:00:00-05:00' }
  const { id } = await api('POST /calendars/events/appointments', plain)
  const { locationId: _, ...shown } = plain
  expect(await heard()).toMatchObject([{ type: 'AppointmentCreate', locationId, appointment: { id, ...shown } }])
  await api(`PUT /calendars/events/appointments/${id}`, { title: 'Changed' })
  expect(await heard()).toMatchObject([{ type: 'AppointmentUpdate', appointment: { id, title: 'Changed' } }])
  await api(`DELETE /calendars/events/${id}`)
  expect(await heard()).toMatchObject([{ type: 'AppointmentDelete', appointment: { id } }])
  await api('POST /calendars/events/block-slots', {
    ...plain,
    contactId: undefined,
    endTime: '2026-01-05T11:00:00-05:00',
  })
  expect(await types()).toEqual([])
})

test('an opportunity is told when it is made, changed and deleted, and each change of note by itself', async () => {
  const { api, heard, types, locationId, contact } = await listening()
  const [{ id: pipelineId, stages }] = (await api('GET /opportunities/pipelines')).pipelines
  const plain = { locationId, pipelineId, name: 'Deal', status: 'open', contactId: contact.id }
  const { opportunity } = await api('POST /opportunities/', plain)
  const { id } = opportunity
  expect(await heard()).toMatchObject([{ type: 'OpportunityCreate', id, ...plain }])
  for (const [fields, events] of [
    [{ name: 'Other' }, []],
    [{ status: 'won' }, ['OpportunityStatusUpdate']],
    [{ status: 'won' }, []],
    [{ monetaryValue: 5 }, ['OpportunityMonetaryValueUpdate']],
    [{ pipelineStageId: stages[1].id, assignedTo: 'x' }, ['OpportunityStageUpdate', 'OpportunityAssignedToUpdate']],
  ] as const) {
    await api(`PUT /opportunities/${id}`, fields)
    expect(await types()).toEqual(['OpportunityUpdate', ...events])
  }
  await api(`PUT /opportunities/${id}/status`, { status: 'open' })
  expect(await types()).toEqual(['OpportunityUpdate', 'OpportunityStatusUpdate'])
  await api(`DELETE /opportunities/${id}`)
  expect(await heard()).toMatchObject([{ type: 'OpportunityDelete', id, status: 'open', monetaryValue: 5 }])
})

test('what goes with a contact is told', async () => {
  const { api, heard, locationId, contact } = await listening()
  const [{ id: calendarId }] = (await api('GET /calendars/')).calendars
  const [{ id: pipelineId }] = (await api('GET /opportunities/pipelines')).pipelines
  const common = { locationId, contactId: contact.id }
  const startTime = '2026-01-05T10:00:00-05:00'
  const { id } = await api('POST /calendars/events/appointments', { ...common, calendarId, startTime })
  const { opportunity } = await api('POST /opportunities/', { ...common, pipelineId, name: 'Deal', status: 'open' })
  await heard()
  await api(`DELETE /contacts/${contact.id}`)
  const told = await heard()
  expect(told).toContainEqual(expect.objectContaining({ type: 'OpportunityDelete', id: opportunity.id }))
  expect(told).toContainEqual(
    expect.objectContaining({ type: 'AppointmentDelete', appointment: expect.objectContaining({ id }) }),
  )
})
