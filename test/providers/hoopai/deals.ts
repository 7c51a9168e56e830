/** A client of a location that works on its opportunities, for tests. */

import type { SessionOptions } from '../../../src/core/session.ts'
import { locationClient } from './location.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
export type Any = any

/** Without limits, since tests page through everything. */
export async function withPipelines({ settings, ...options }: SessionOptions = {}) {
  const client = await locationClient({ ...options, settings: { hoopai: { limits: 'off', ...settings?.hoopai } } })
  const { call, locationId } = client
  const pipelines: Any[] = (await call('GET /opportunities/pipelines')).json.pipelines
  const [contact] = (await call('GET /contacts/?limit=1')).json.contacts
  const plain = { locationId, pipelineId: pipelines[0].id, name: 'First Opps', status: 'open', contactId: contact.id }
  const create = (fields: object = {}) => call('POST /opportunities/', { json: { ...plain, ...fields } })
  const update = (id: string, json: object) => call(`PUT /opportunities/${id}`, { json })
  const upsert = (json: object) =>
    call('POST /opportunities/upsert', { json: { locationId, pipelineId: pipelines[0].id, ...json } })
  const read = async (id: string) => (await call(`GET /opportunities/${id}`)).json.opportunity
  const search = async (query: string): Promise<Any> => {
    const answer = await call(`GET /opportunities/search?${query}`)
    if (answer.status !== 200) throw new Error(answer.text)
    return answer.json
  }
  /** Every opportunity, newest first. */
  const everything = async () => {
    const all: Any[] = []
    for (let page: number | null = 1; page; ) {
      const { opportunities, meta } = await search(`limit=100&page=${page}`)
      all.push(...opportunities)
      page = meta.nextPage
    }
    return all
  }
  return { ...client, pipelines, contact, create, update, upsert, read, search, everything }
}
