/** A client of one location with a contact of its own, who can be talked to, for tests. */

import type { SessionOptions } from '../../../src/core/session.ts'
import { locationClient } from './location.ts'

export const NOW = Date.parse('2026-01-01T00:00:00Z')

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
export type Any = any

export async function talk(options: SessionOptions = {}) {
  const client = await locationClient(options)
  const { call, locationId } = client
  const json = { locationId, name: 'Ada Lovelace', email: 'ada@example.org' }
  const { contact } = (await call('POST /contacts/', { json })).json
  const contactId = contact.id as string
  const send = (message: string, more: object = {}) =>
    call('POST /conversations/messages', { json: { type: 'SMS', contactId, message, ...more } })
  const receive = (conversationId: string, message: string, more: object = {}) =>
    call('POST /conversations/messages/inbound', {
      json: { type: 'SMS', conversationId, contactId, conversationProviderId: 'provider', message, ...more },
    })
  const search = async (query = ''): Promise<Any> => (await call(`GET /conversations/search?${query}`)).json
  const messages = async (id: string, query = ''): Promise<Any> =>
    (await call(`GET /conversations/${id}/messages?${query}`)).json.messages
  const own = async () => (await search(`contactId=${contactId}`)).conversations[0]
  return { ...client, contactId, send, receive, search, messages, own }
}

/** Everything that a list of conversations shows, page by page. */
export async function visited(search: (query: string) => Promise<Any>, limit: number, query = '') {
  const seen: string[] = []
  for (let after = ''; ; ) {
    const { conversations } = await search(`limit=${limit}${query}${after}`)
    if (conversations.length === 0) return seen
    if (seen.length > 10_000) throw new Error('a list without an end')
    seen.push(...conversations.map(({ id }: Any) => id))
    after = `&startAfterDate=${conversations.at(-1).lastMessageDate}`
  }
}
