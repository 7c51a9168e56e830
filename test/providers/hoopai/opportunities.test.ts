import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { type Any, withPipelines } from './deals.ts'
import { ID, locationClient, UUID, withoutTrace } from './location.ts'

const NOW = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-01T01:00:00.000Z'

test('there are two pipelines with their stages in order', async () => {
  const { pipelines, locationId } = await withPipelines()
  expect(pipelines.map(({ name }) => name)).toEqual(['Sales', 'Onboarding'])
  for (const { id, stages, ...rest } of pipelines) {
    expect(id).toMatch(ID)
    expect(rest).toMatchObject({ locationId, showInFunnel: true, showInPieChart: true })
    expect(stages.map(({ position }: Any) => position)).toEqual(stages.map((_: Any, i: number) => i))
    for (const stage of stages) expect(stage).toMatchObject({ id: expect.stringMatching(UUID), originId: stage.id })
  }
})

describe('an opportunity', () => {
  test('that was created can be read and found', async () => {
    const { create, call, search, contact, pipelines, locationId } = await withPipelines()
    const created = await create({ monetaryValue: 220, customFields: [{ id: 'cf', field_value: ['a', 'b'] }] })
    expect(created.status).toBe(201)
    const { opportunity } = withoutTrace(created) as Any
    expect(opportunity).toMatchObject({
      id: expect.stringMatching(ID),
      name: 'First Opps',
      locationId,
      monetaryValue: 220,
      status: 'open',
      pipelineId: pipelines[0].id,
      pipelineStageId: pipelines[0].stages[0].id,
      contactId: contact.id,
      contact: { id: contact.id, email: contact.email },
      customFields: [{ id: 'cf', fieldValue: ['a', 'b'] }],
      createdAt: NOW,
    })
    expect(withoutTrace(await call(`GET /opportunities/${opportunity.id}`))).toEqual({ opportunity })
    expect((await search('limit=1')).opportunities[0].id).toBe(opportunity.id)
  })

  test('shows its contact as it is now, and goes with it', async () => {
    const { create, call, read, search, contact } = await withPipelines()
    const { id } = (await create()).json.opportunity
    await call(`PUT /contacts/${contact.id}`, { json: { firstName: 'Ada', lastName: 'Lovelace', tags: ['new'] } })
    const { contact: shown } = await read(id)
    expect(shown).toMatchObject({ id: contact.id, name: 'Ada Lovelace', tags: ['new'] })
    expect((await search('q=ada lovelace')).opportunities.map((each: Any) => each.id)).toContain(id)
    await call(`DELETE /contacts/${contact.id}`)
    expect(await read(id)).toBeUndefined()
    expect((await search(`contact_id=${contact.id}`)).meta.total).toBe(0)
  })

  test('that is won is found so, and no more as open; its dates tell when', async () => {
    const { create, update, read, search, session, call } = await withPipelines()
    const { id } = (await create()).json.opportunity
    const isFound = async (status: string) => (await search(`id=${id}&status=${status}`)).meta.total === 1
    expect([await isFound('open'), await isFound('won')]).toEqual([true, false])
    session.clock.advance(3_600_000)
    expect((await update(id, { status: 'won' })).status).toBe(200)
    expect([await isFound('open'), await isFound('won')]).toEqual([false, true])
    const dates = { createdAt: NOW, lastStageChangeAt: NOW, lastStatusChangeAt: LATER, updatedAt: LATER }
    expect(await read(id)).toMatchObject({ status: 'won', ...dates })
    session.clock.advance(3_600_000)
    const lost = await call(`PUT /opportunities/${id}/status`, { json: { status: 'lost', lostReasonId: 'price' } })
    expect(withoutTrace(lost)).toEqual({ succeded: true })
    const again = '2026-01-01T02:00:00.000Z'
    expect(await read(id)).toMatchObject({ status: 'lost', lostReasonId: 'price', lastStatusChangeAt: again })
    await update(id, { status: 'open' })
    expect(await read(id)).not.toHaveProperty('lostReasonId', 'price')
  })

  test('moves through the stages of its pipeline, and into another', async () => {
    const { create, update, pipelines, session } = await withPipelines()
    const [sales, onboarding] = pipelines
    const { id } = (await create({ monetaryValue: 10, assignedTo: 'somebody' })).json.opportunity
    session.clock.advance(3_600_000)
    const renamed = (await update(id, { name: 'Renamed' })).json.opportunity
    expect(renamed).toMatchObject({
      name: 'Renamed',
      lastStageChangeAt: NOW,
      lastStatusChangeAt: NOW,
      updatedAt: LATER,
    })
    const staged = (await update(id, { pipelineStageId: sales.stages[2].id })).json.opportunity
    expect(staged).toMatchObject({
      pipelineStageId: sales.stages[2].id,
      lastStageChangeAt: LATER,
      lastStatusChangeAt: NOW,
    })
    expect(staged).toMatchObject({ name: 'Renamed', monetaryValue: 10, assignedTo: 'somebody' })
    const moved = (await update(id, { pipelineId: onboarding.id })).json.opportunity
    expect(moved).toMatchObject({ pipelineId: onboarding.id, pipelineStageId: onboarding.stages[0].id })
    const { id: last } = sales.stages[3]
    const back = (await update(id, { pipelineId: sales.id, pipelineStageId: last })).json.opportunity
    expect(back).toMatchObject({ pipelineId: sales.id, pipelineStageId: last })
  })

  test('needs a pipeline, a stage of it and a contact that exist', async () => {
    const { create, update, read, pipelines } = await withPipelines()
    const foreign = pipelines[1].stages[0].id
    const created = (await create()).json.opportunity
    for (const [fields, message] of [
      [{ pipelineId: 'none' }, 'Pipeline not found for id:none'],
      [{ pipelineStageId: foreign }, `Pipeline stage not found for id:${foreign}`],
      [{ contactId: 'none' }, 'Contact not found for id:none'],
    ] as const) {
      const refused = { status: 400, json: { message, error: 'Bad Request', statusCode: 400 } }
      expect(await create(fields)).toMatchObject(refused)
      if (!('contactId' in fields)) expect(await update(created.id, fields)).toMatchObject(refused)
    }
    expect(await read(created.id)).toEqual(created)
    expect((await update('none', {})).json.message).toBe('Opportunity not found for id:none')
  })

  test('keeps a custom field by its id, named by its key or not', async () => {
    const { create, call, locationId } = await withPipelines()
    const { customFields } = (await call(`GET /locations/${locationId}/customFields?model=opportunity`)).json
    const [{ id, fieldKey }] = customFields
    for (const name of [{ id }, { key: fieldKey }, { key: fieldKey.replace('opportunity.', '') }])
      expect((await create({ customFields: [{ ...name, field_value: 'x' }] })).json.opportunity.customFields).toEqual([
        { id, fieldValue: 'x' },
      ])
  })

  const cases: [object, string[]][] = [
    [{ status: 'all' }, ['status must be a valid enum value']],
    [{ stageId: 'x' }, ['property stageId should not exist']],
    [{ monetaryValue: '5' }, ['monetaryValue must be a number conforming to the specified constraints']],
    [{ name: '' }, ['name should not be empty']],
    [{ pipelineId: undefined, name: undefined }, ['pipelineId must be a string', 'name must be a string']],
    [{ locationId: undefined }, ["LocationId can't be undefined"]],
  ]
  test.each(cases)('with %j is a 422', async (fields, message) => {
    const { create } = await withPipelines()
    expect(await create(fields)).toMatchObject({ status: 422, json: { message, error: 'Unprocessable Entity' } })
  })

  test('is not changed by what an update does not know', async () => {
    const { create, update, read, call, contact } = await withPipelines()
    const created = (await create()).json.opportunity
    for (const [fields, message] of [
      [{ contactId: contact.id }, 'property contactId should not exist'],
      [{ stageId: 'x', name: 'y' }, 'property stageId should not exist'],
      [{ status: 'all' }, 'status must be a valid enum value'],
    ] as const)
      expect(await update(created.id, fields)).toMatchObject({ status: 422, json: { message: [message] } })
    const path = `PUT /opportunities/${created.id}/status`
    for (const json of [{ status: 'all' }, {}])
      expect((await call(path, { json })).json.message).toEqual(['status must be a valid enum value'])
    expect(await read(created.id)).toEqual(created)
  })

  test('that is deleted is gone, once', async () => {
    const { create, call, search, update } = await withPipelines()
    const { id } = (await create()).json.opportunity
    expect(withoutTrace(await call(`DELETE /opportunities/${id}`))).toEqual({ succeded: true })
    const gone = { status: 400, json: { message: `Opportunity not found for id:${id}` } }
    for (const target of [`GET /opportunities/${id}`, `DELETE /opportunities/${id}`])
      expect(await call(target)).toMatchObject(gone)
    expect(await update(id, { name: 'x' })).toMatchObject(gone)
    expect((await search('')).meta.total).toBe(300)
  })

  test('of another location is refused', async () => {
    const { call, update, locations } = await withPipelines()
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const { id } = (await other.call('GET /opportunities/search?limit=1')).json.opportunities[0]
    for (const target of [`GET /opportunities/${id}`, `DELETE /opportunities/${id}`])
      expect((await call(target)).status).toBe(403)
    expect((await update(id, { name: 'x' })).status).toBe(403)
  })

  test('gains and loses followers', async () => {
    const { create, call, read } = await withPipelines()
    const { id } = (await create()).json.opportunity
    const path = `/opportunities/${id}/followers`
    const added = await call(`POST ${path}`, { json: { followers: ['a', 'b', 'a'] } })
    expect([added.status, withoutTrace(added)]).toEqual([201, { followers: ['a', 'b'], followersAdded: ['a', 'b'] }])
    const more = await call(`POST ${path}`, { json: { followers: ['b', 'c'] } })
    expect(withoutTrace(more)).toEqual({ followers: ['a', 'b', 'c'], followersAdded: ['c'] })
    const less = await call(`DELETE ${path}`, { json: { followers: ['a', 'x'] } })
    expect([less.status, withoutTrace(less)]).toEqual([200, { followers: ['b', 'c'], followersRemoved: ['a'] }])
    expect((await read(id)).followers).toEqual(['b', 'c'])
    const none = await call(`DELETE ${path}?isRemoveAllFollowers=true`, { json: { followers: [] } })
    expect(withoutTrace(none)).toEqual({ followers: [], followersRemoved: ['b', 'c'] })
    expect((await call(`POST ${path}`, { json: {} })).json.message).toEqual(['followers must be an array'])
  })
})

describe('an upsert', () => {
  test('changes the opportunity of its id', async () => {
    const { create, upsert, pipelines } = await withPipelines()
    const { id } = (await create({ monetaryValue: 10 })).json.opportunity
    const changed = await upsert({ id, status: 'lost', lostReasonId: 'r', pipelineStageId: pipelines[0].stages[1].id })
    expect(changed).toMatchObject({ status: 200, json: { new: false } })
    expect(changed.json.opportunity).toMatchObject({ id, status: 'lost', lostReasonId: 'r', monetaryValue: 10 })
    expect((await upsert({ id: 'none' })).json.message).toBe('Opportunity not found for id:none')
  })

  test('makes one where the contact has none in the pipeline, and then changes it', async () => {
    const { upsert, call, locationId, pipelines, search } = await withPipelines()
    const { contact } = (await call('POST /contacts/', { json: { locationId, name: 'Grace Hopper' } })).json
    const made = (await upsert({ contactId: contact.id, monetaryValue: 5 })).json
    expect(made).toMatchObject({ new: true, opportunity: { name: 'Grace Hopper', status: 'open', monetaryValue: 5 } })
    const changed = (await upsert({ contactId: contact.id, name: 'Changed' })).json
    expect(changed).toMatchObject({
      new: false,
      opportunity: { id: made.opportunity.id, monetaryValue: 5, name: 'Changed' },
    })
    expect((await upsert({ contactId: contact.id, pipelineId: pipelines[1].id })).json.new).toBe(true)
    expect((await search(`contact_id=${contact.id}`)).meta.total).toBe(2)
    expect((await upsert({ contactId: 'none' })).json.message).toBe('Contact not found for id:none')
  })

  test('without a contact makes one without', async () => {
    const { upsert, read } = await withPipelines()
    const { opportunity, new: isNew } = (await upsert({ name: 'Loose end' })).json
    expect([isNew, await read(opportunity.id)]).toEqual([true, JSON.parse(JSON.stringify(opportunity))])
    expect(JSON.parse(JSON.stringify(opportunity))).not.toHaveProperty('contactId')
  })

  test('adds, removes and replaces followers', async () => {
    const { create, upsert } = await withPipelines()
    const { id } = (await create()).json.opportunity
    const followersAfter = async (json: object) => (await upsert({ id, ...json })).json.opportunity.followers
    expect(await followersAfter({ followers: ['a', 'b'] })).toEqual(['a', 'b'])
    expect(await followersAfter({ followers: ['b', 'c'], followersActionType: 'add' })).toEqual(['a', 'b', 'c'])
    expect(await followersAfter({ followers: ['a'], followersActionType: 'remove' })).toEqual(['b', 'c'])
    expect(await followersAfter({})).toEqual(['b', 'c'])
    expect(await followersAfter({ followers: ['d'], isRemoveAllFollowers: true })).toEqual(['d'])
  })

  test.each([1, 2, 3])('of one contact many times at once makes one opportunity (%i)', async (seed) => {
    const { upsert, call, locationId, search } = await withPipelines({ openState: () => hostileState(seed) })
    const { contact } = (await call('POST /contacts/', { json: { locationId, name: 'Grace Hopper' } })).json
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => upsert({ contactId: contact.id, name: `Deal ${i}` })),
    )
    expect(answers.filter(({ json }) => json.new)).toHaveLength(1)
    expect(new Set(answers.map(({ json }) => json.opportunity.id)).size).toBe(1)
    expect((await search(`contact_id=${contact.id}`)).meta.total).toBe(1)
  })
})
