/** What a client of HoopAI does with contacts and messages. */

import type { Client } from './good.ts'
import type { Body } from './world.ts'

const ANN = { name: 'Ann Example', email: 'ann@example.com', phone: '+16175550100' }

/** What is unique about it is what it is found by, when it is not known whether it was written. */
export async function createContact(client: Client): Promise<Body> {
  const { location: locationId } = client
  const request = { url: client.urlOf('/contacts/'), body: JSON.stringify({ locationId, ...ANN }) }
  const query = new URLSearchParams({ locationId: locationId!, email: ANN.email })
  const find = async () => {
    const found = await client.read(`/contacts/search/duplicate?${query}`)
    return found.contact ? found : undefined
  }
  return (await client.write(request, find)).contact
}

export async function changeContact(client: Client, id: string, fields: object): Promise<void> {
  const request = { url: client.urlOf(`/contacts/${id}`), method: 'PUT', body: JSON.stringify(fields) }
  await client.write(request, async () => undefined)
}

export async function sendMessage(client: Client, contactId: string, message = 'Hello'): Promise<void> {
  const body = JSON.stringify({ type: 'SMS', contactId, message })
  const find = async () => (await messagesOf(client, contactId)).find((each) => each.body === message)
  await client.write({ url: client.urlOf('/conversations/messages'), body }, find)
}

export async function messagesOf(client: Client, contactId: string): Promise<Body[]> {
  const query = new URLSearchParams({ locationId: client.location!, contactId })
  const { conversations } = await client.read(`/conversations/search?${query}`)
  const { messages } = await client.read(`/conversations/${conversations[0].id}/messages`)
  return messages.messages
}

export async function readConversations(client: Client): Promise<void> {
  const path = `/conversations/search?locationId=${client.location}&limit=1`
  await client.read(path, 'conversations.readonly')
}
