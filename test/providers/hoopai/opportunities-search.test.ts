import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Any, withPipelines } from './deals.ts'
import { locationClient } from './location.ts'

const idsOf = (records: Any[]) => records.map(({ id }) => id)

describe('fresh opportunities', () => {
  test('are those of many contacts, newest first, each in a stage of its pipeline', async () => {
    const { everything, call, locationId, search, pipelines } = await withPipelines()
    const { meta, aggregations } = await search(`location_id=${locationId}&limit=100`)
    expect(aggregations).toEqual({})
    expect(meta).toMatchObject({ total: 300, currentPage: 1, nextPage: 2, prevPage: null })
    const all = await everything()
    const dates = all.map(({ createdAt }) => createdAt)
    expect(dates).toEqual([...dates].sort().reverse())
    expect(new Set(all.map(({ contactId }) => contactId)).size).toBe(300)
    for (const each of all) {
      const { stages } = pipelines.find(({ id }) => id === each.pipelineId)
      expect(idsOf(stages)).toContain(each.pipelineStageId)
      if (each.status === 'won') expect(each.pipelineStageId).toBe(stages.at(-1).id)
      const { createdAt, lastStageChangeAt, lastStatusChangeAt, updatedAt } = each
      expect(createdAt <= lastStageChangeAt && lastStageChangeAt <= updatedAt).toBe(true)
      expect(each.status === 'open' ? lastStatusChangeAt === createdAt : lastStatusChangeAt > lastStageChangeAt).toBe(
        true,
      )
    }
    for (const each of all.slice(0, 10)) {
      const { contact } = (await call(`GET /contacts/${each.contactId}`)).json
      expect(each.contact).toMatchObject({ id: contact.id, name: contact.name, email: contact.email })
      expect(contact.dateAdded < each.createdAt).toBe(true)
    }
  })
})

describe('a search for opportunities', () => {
  test.each(['added_asc', 'added_desc'])('pages by number and by cursor alike, %s', async (order) => {
    const { search, call } = await withPipelines()
    const byNumber: Any[] = []
    for (let page: number | null = 1; page; ) {
      const { opportunities, meta } = await search(`order=${order}&limit=70&page=${page}`)
      expect(meta).toMatchObject({ currentPage: page, prevPage: page > 1 ? page - 1 : null, total: 300 })
      byNumber.push(...opportunities)
      page = meta.nextPage
    }
    const byCursor: Any[] = []
    for (let target: string | null = `/opportunities/search?order=${order}&limit=70`, n = 1; target; n++) {
      const { opportunities, meta }: Any = (await call(`GET ${target}`)).json
      expect([meta.currentPage, meta.nextPage]).toEqual([n, n < 5 ? n + 1 : null])
      byCursor.push(...opportunities)
      target = meta.nextPageUrl?.replace('http://localhost/hoopai', '') ?? null
    }
    expect(byNumber).toHaveLength(300)
    expect(idsOf(byCursor)).toEqual(idsOf(byNumber))
    const dates = byNumber.map(({ createdAt }) => createdAt)
    expect(dates).toEqual(order === 'added_asc' ? [...dates].sort() : [...dates].sort().reverse())
  })

  test('visits each once, whatever the page’s size, the filter and the way, though many came at one moment', async () => {
    const { create, everything, search, call, locationId } = await withPipelines()
    for (let i = 0; i < 30; i++) await create({ name: `Deal ${i}`, status: i % 2 ? 'won' : 'open' })
    const all = await everything()
    const sizes = fc.integer({ min: 3, max: 100 })
    const filter = fc.constantFrom('', 'q=deal', 'status=open', 'date=01-01-2026')
    const walk = fc.record({
      size: sizes,
      filter,
      order: fc.constantFrom('added_asc', 'added_desc'),
      byId: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(walk, async ({ size, filter, order, byId }) => {
        const whole: Any[] = []
        for (let place = ''; ; ) {
          const { opportunities, meta } = await search(`${filter}&order=${order}&limit=${size}${place}`)
          whole.push(...opportunities)
          if (meta.nextPage === null) break
          place = `&startAfterId=${meta.startAfterId}${byId ? '' : `&startAfter=${meta.startAfter}`}`
        }
        const wanted = all.filter(
          ({ status, name, createdAt }) =>
            (filter !== 'q=deal' || /deal/i.test(name)) &&
            (filter !== 'status=open' || status === 'open') &&
            (filter !== 'date=01-01-2026' || createdAt >= '2026'),
        )
        expect(idsOf(whole)).toEqual(idsOf(order === 'added_asc' ? wanted.reverse() : wanted))
      }),
      { numRuns: 40, seed: 1 },
    )
    const posted: Any[] = []
    for (let searchAfter: Any[] | undefined; ; ) {
      const { opportunities } = (
        await call('POST /opportunities/search', { json: { locationId, limit: 41, searchAfter } })
      ).json
      if (opportunities.length === 0) break
      posted.push(...opportunities)
      searchAfter = opportunities.at(-1).sort
    }
    expect(idsOf(posted)).toEqual(idsOf(all))
  })

  test('finds what filtering all of them finds', async () => {
    const { everything, search, call } = await withPipelines()
    const all = await everything()
    const contacts = new Map<string, Any>()
    for (const each of all) contacts.set(each.contactId, each.contact)
    const some = <T>(of: (each: Any) => T) => fc.constantFrom(...new Set(all.map(of)))
    const query = fc.record(
      {
        pipeline_id: some(({ pipelineId }) => pipelineId),
        pipeline_stage_id: some(({ pipelineStageId }) => pipelineStageId),
        status: fc.constantFrom('open', 'won', 'lost', 'abandoned', 'all'),
        assigned_to: some(({ assignedTo }) => assignedTo),
        contact_id: some(({ contactId }) => contactId),
        q: fc.constantFrom('plan', 'ANNUAL', 'example.com', 'a', 'no such thing'),
        date: fc.constantFrom('01-10-2025', '02-28-2025', '04-01-2025'),
        endDate: fc.constantFrom('02-01-2025', '02-28-2025', '12-31-2025'),
      },
      { requiredKeys: [] },
    )
    const iso = (date: string) => `${date.slice(6)}-${date.slice(0, 5)}`
    await fc.assert(
      fc.asyncProperty(query, async (query) => {
        const found = all.filter(
          (each) =>
            (query.pipeline_id ?? each.pipelineId) === each.pipelineId &&
            (query.pipeline_stage_id ?? each.pipelineStageId) === each.pipelineStageId &&
            ['all', each.status].includes(query.status ?? 'all') &&
            (query.assigned_to ?? each.assignedTo) === each.assignedTo &&
            (query.contact_id ?? each.contactId) === each.contactId &&
            (query.date === undefined || each.createdAt.slice(0, 10) >= iso(query.date)) &&
            (query.endDate === undefined || each.createdAt.slice(0, 10) <= iso(query.endDate)) &&
            [each.name, each.contact.name, each.contact.email].some((text) =>
              text.toLowerCase().includes((query.q ?? '').toLowerCase()),
            ),
        )
        const { opportunities, meta } = await search(`${new URLSearchParams(query as Any)}&limit=100`)
        expect([meta.total, idsOf(opportunities)]).toEqual([found.length, idsOf(found).slice(0, 100)])
      }),
      { numRuns: 80, seed: 2 },
    )
    const total = async (query: string) => (await search(query)).meta.total
    expect(await total(`id=${all[7].id}`)).toBe(1)
    expect(await total('campaignId=any')).toBe(0)
    const countries = new Map<string, number>()
    for (const { contactId } of all) {
      const { country } = (await call(`GET /contacts/${contactId}`)).json.contact
      countries.set(country, (countries.get(country) ?? 0) + 1)
    }
    for (const [country, count] of countries) expect(await total(`country=${country}`)).toBe(count)
    expect(await total('country=ZZ')).toBe(0)
  })

  test('shows notes, tasks and appointments of the contact where they are asked for', async () => {
    const { search, call, create, contact, locationId } = await withPipelines()
    const { id } = (await create()).json.opportunity
    await call(`POST /contacts/${contact.id}/notes`, { json: { body: 'A note' } })
    const task = { title: 'A task', dueDate: '2026-01-09T00:00:00Z', completed: false }
    await call(`POST /contacts/${contact.id}/tasks`, { json: task })
    const { calendars } = (await call('GET /calendars/')).json
    const startTime = '2026-01-05T10:00:00-05:00'
    const json = { locationId, calendarId: calendars[0].id, contactId: contact.id, startTime }
    await call('POST /calendars/events/appointments', { json })
    const [plain] = (await search(`id=${id}`)).opportunities
    expect(plain).toMatchObject({ notes: [], tasks: [], calendarEvents: [] })
    const own = (records: Any[]) => records.every(({ contactId }) => contactId === contact.id)
    const [asked] = (await search(`id=${id}&getNotes=true&getTasks=true&getCalendarEvents=true`)).opportunities
    const additionalDetails = { notes: true, tasks: true, calendarEvents: true, unReadConversations: true }
    const posted = (await call('POST /opportunities/search', { json: { locationId, limit: 1, additionalDetails } }))
      .json
    for (const { notes, tasks, calendarEvents } of [asked, posted.opportunities[0]]) {
      expect(notes.map(({ body }: Any) => body)).toContain('A note')
      expect(tasks.map(({ title }: Any) => title)).toContain('A task')
      expect(calendarEvents.map(({ startTime }: Any) => startTime)).toContain(startTime)
      expect([notes, tasks, calendarEvents].every(own)).toBe(true)
    }
    expect(posted.opportunities[0].unReadConversations).toBeTypeOf('number')
    expect(plain).not.toHaveProperty('unReadConversations')
  })

  test('by a body finds by text, and pages by number', async () => {
    const { call, locationId, create } = await withPipelines()
    const { opportunity } = (await create({ name: 'The Teapot Deal' })).json
    const post = async (json: object) => await call('POST /opportunities/search', { json: { locationId, ...json } })
    const { opportunities, total, aggregations } = (await post({ query: 'teapot' })).json
    expect([idsOf(opportunities), total, aggregations]).toEqual([[opportunity.id], 1, {}])
    const first = (await post({ limit: 2 })).json
    const second = (await post({ limit: 1, page: 2 })).json
    expect([first.total, second.opportunities]).toEqual([301, [first.opportunities[1]]])
    expect((await post({ searchAfter: ['x', 1] })).json.message).toEqual([
      'searchAfter must be the time and the id of an opportunity',
    ])
    expect((await post({ locationId: undefined })).json.message).toEqual(["LocationId can't be undefined"])
    expect((await post({ limit: 101, filters: [] })).json.message).toEqual([
      'limit must not be greater than 100',
      'property filters should not exist',
    ])
  })

  test('lags behind what was made where the setting says so', async () => {
    const { create, search, session } = await withPipelines({ settings: { hoopai: { searchLagSeconds: 10 } } })
    await create()
    expect((await search('')).meta.total).toBe(300)
    session.clock.advance(10_000)
    expect((await search('')).meta.total).toBe(301)
  })

  test.each([
    ['locationId=x', 'property locationId should not exist'],
    ['pipelineId=x', 'property pipelineId should not exist'],
    ['skip=1', 'property skip should not exist'],
    ['limit=101', 'limit must not be greater than 100'],
    ['page=0', 'page must not be less than 1'],
    ['page=1.5', 'page must be an integer number'],
    ['date=13-45-2025', 'date must be a date of the form mm-dd-yyyy'],
    ['order=newest', 'order must be a valid enum value'],
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
