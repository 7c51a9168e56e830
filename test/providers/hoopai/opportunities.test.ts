import { describe, expect, test } from 'vitest'
import { ID, locationClient, UUID, withoutTrace } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Any = any

async function withPipelines(options = {}) {
  const client = await locationClient(options)
  const { pipelines } = (await client.call('GET /opportunities/pipelines')).json
  const [contact] = (await client.call('GET /contacts/?limit=1')).json.contacts
  const plain = {
    locationId: client.locationId,
    pipelineId: pipelines[0].id,
    name: 'First Opps',
    status: 'open',
    contactId: contact.id,
  }
  const create = (fields: object = {}) => client.call('POST /opportunities/', { json: { ...plain, ...fields } })
  const search = async (query: string) => (await client.call(`GET /opportunities/search?${query}`)).json
  return { ...client, pipelines: pipelines as Any[], contact, create, search }
}

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

describe('a search for opportunities', () => {
  test('has twenty of a fresh location, newest first, with their contacts', async () => {
    const { search, call, locationId, pipelines } = await withPipelines()
    const { opportunities, meta, aggregations } = await search(`location_id=${locationId}&limit=100`)
    expect(opportunities).toHaveLength(20)
    expect(aggregations).toEqual({})
    expect(meta).toMatchObject({ total: 20, currentPage: 1, nextPage: null, prevPage: null, nextPageUrl: null })
    const dates = opportunities.map(({ createdAt }: Any) => createdAt)
    expect(dates).toEqual([...dates].sort().reverse())
    for (const each of opportunities) {
      const pipeline = pipelines.find(({ id }) => id === each.pipelineId)
      expect(pipeline.stages.map(({ id }: Any) => id)).toContain(each.pipelineStageId)
      const { contact } = (await call(`GET /contacts/${each.contactId}`)).json
      expect(each.contact).toMatchObject({ id: contact.id, name: contact.name, email: contact.email })
    }
  })

  test.each(['added_asc', 'added_desc'])('pages by number and by cursor alike, %s', async (order) => {
    const { search, call } = await withPipelines()
    const byNumber: Any[] = []
    for (let page: number | null = 1; page; ) {
      const { opportunities, meta } = await search(`order=${order}&limit=6&page=${page}`)
      expect(meta).toMatchObject({ currentPage: page, prevPage: page > 1 ? page - 1 : null, total: 20 })
      byNumber.push(...opportunities)
      page = meta.nextPage
    }
    const byCursor: Any[] = []
    for (let target: string | null = `/opportunities/search?order=${order}&limit=6`; target; ) {
      const { opportunities, meta }: Any = (await call(`GET ${target}`)).json
      byCursor.push(...opportunities)
      target = meta.nextPageUrl?.replace('http://localhost/hoopai', '') ?? null
    }
    expect(byNumber).toHaveLength(20)
    expect(byCursor.map(({ id }) => id)).toEqual(byNumber.map(({ id }) => id))
    const dates = byNumber.map(({ createdAt }) => createdAt)
    expect(dates).toEqual(order === 'added_asc' ? [...dates].sort() : [...dates].sort().reverse())
  })

  test('filters', async () => {
    const { search, create, contact, pipelines, call, locationId } = await withPipelines()
    const { opportunity } = (await create({ name: 'The Teapot Deal', status: 'won', assignedTo: 'somebody' })).json
    const total = async (query: string) => (await search(query)).meta.total
    expect(await total('status=all')).toBe(21)
    const counts = await Promise.all(['open', 'won', 'lost', 'abandoned'].map((status) => total(`status=${status}`)))
    expect(counts.every((count) => count > 0)).toBe(true)
    expect(counts.reduce((sum, count) => sum + count)).toBe(21)
    expect((await total(`pipeline_id=${pipelines[0].id}`)) + (await total(`pipeline_id=${pipelines[1].id}`))).toBe(21)
    expect(await total(`pipeline_stage_id=${pipelines[0].stages[0].id}`)).toBeGreaterThan(0)
    expect(await total(`contact_id=${contact.id}`)).toBe(1)
    expect(await total('assigned_to=somebody')).toBe(1)
    expect(await total(`id=${opportunity.id}`)).toBe(1)
    expect(await total('q=teapot')).toBe(1)
    expect(await total('country=US')).toBe(21)
    expect(await total('country=DE')).toBe(0)
    expect(await total('campaignId=any')).toBe(0)
    expect(await total('date=01-01-2026')).toBe(1)
    expect(await total('endDate=12-31-2025')).toBe(20)
    const { calendars } = (await call('GET /calendars/')).json
    await call('POST /calendars/events/appointments', {
      json: { locationId, calendarId: calendars[0].id, contactId: contact.id, startTime: '2026-01-05T10:00:00Z' },
    })
    const [first] = (await search(`contact_id=${contact.id}&getCalendarEvents=true`)).opportunities
    expect(first.calendarEvents).toMatchObject([{ contactId: contact.id, startTime: '2026-01-05T10:00:00Z' }])
  })

  test.each([
    ['locationId=x', 'property locationId should not exist'],
    ['pipelineId=x', 'property pipelineId should not exist'],
    ['skip=1', 'property skip should not exist'],
    ['limit=101', 'limit must not be greater than 100'],
    ['page=0', 'page must not be less than 1'],
    ['page=1.5', 'page must be an integer number'],
    ['date=13-45-2025', 'date must be a date of the form mm-dd-yyyy'],
    ['getTasks=True', 'getTasks must be a boolean value'],
    ['status=maybe', 'status must be a valid enum value'],
  ])('refuses %s', async (query, message) => {
    const { call } = await locationClient()
    expect(await call(`GET /opportunities/search?${query}`)).toMatchObject({
      status: 422,
      json: { message: [message] },
    })
  })

  test('keeps to the token’s location', async () => {
    const { call, locations } = await locationClient()
    for (const id of [locations[1]!.locationId, 'nowhere'])
      expect((await call(`GET /opportunities/search?location_id=${id}`)).status).toBe(403)
    const strict = await locationClient({ settings: { hoopai: { strictLocation: true } } })
    expect((await strict.call('GET /opportunities/search')).status).toBe(403)
    expect((await strict.call('GET /opportunities/pipelines')).status).toBe(403)
  })
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
      createdAt: '2026-01-01T00:00:00.000Z',
    })
    expect(withoutTrace(await call(`GET /opportunities/${opportunity.id}`))).toEqual({ opportunity })
    expect((await search('limit=1')).opportunities[0].id).toBe(opportunity.id)
    await call(`DELETE /contacts/${contact.id}`)
    expect((await call(`GET /opportunities/${opportunity.id}`)).json.opportunity.contact.id).toBe(contact.id)
  })

  test('needs a pipeline, a stage of it and a contact that exist', async () => {
    const { create, call, pipelines } = await withPipelines()
    const foreign = pipelines[1].stages[0].id
    for (const [fields, message] of [
      [{ pipelineId: 'none' }, 'Pipeline not found for id:none'],
      [{ pipelineStageId: foreign }, `Pipeline stage not found for id:${foreign}`],
      [{ contactId: 'none' }, 'Contact not found for id:none'],
    ] as const)
      expect(await create(fields)).toMatchObject({
        status: 400,
        json: { message, error: 'Bad Request', statusCode: 400 },
      })
    expect((await call('GET /opportunities/none')).json.message).toBe('Opportunity not found for id:none')
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

  test('of another location is refused', async () => {
    const { call, locations } = await withPipelines()
    const other = await locationClient({}, { locationId: locations[1]!.locationId })
    const { id } = (await other.call('GET /opportunities/search?limit=1')).json.opportunities[0]
    expect((await call(`GET /opportunities/${id}`)).status).toBe(403)
  })
})
