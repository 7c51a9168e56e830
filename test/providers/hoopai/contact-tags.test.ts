import { describe, expect, test } from 'vitest'
import { hostileState } from '../../core/hostile.ts'
import { locationClient, withoutTrace } from './location.ts'
import { toldClient } from './told.ts'

async function tagging(options = {}) {
  const client = await locationClient(options)
  const { call, locationId } = client
  const { contact } = (await call('POST /contacts/', { json: { locationId, name: 'Ada', tags: ['first'] } })).json
  const path = `/contacts/${contact.id}`
  const tags = (method: string, ...tags: string[]) => call(`${method} ${path}/tags`, { json: { tags } })
  const followers = (method: string, ...followers: string[]) =>
    call(`${method} ${path}/followers`, { json: { followers } })
  const known = async () => {
    const all = (await call(`GET /locations/${locationId}/tags`)).json.tags as { name: string }[]
    return all.map(({ name }) => name)
  }
  return { ...client, path, tags, followers, known, id: contact.id }
}

describe('tags', () => {
  test('are added once each, and shown wherever the contact is', async () => {
    const { tags, call, path, id } = await tagging()
    const added = await tags('POST', 'second', 'first', 'second', 'Third')
    expect([added.status, withoutTrace(added)]).toEqual([201, { tags: ['first', 'second', 'Third'] }])
    const shown = ['first', 'second', 'Third']
    expect((await call(`GET ${path}`)).json.contact.tags).toEqual(shown)
    expect(
      (await call('GET /contacts/?query=ada')).json.contacts.find((each: { id: string }) => each.id === id).tags,
    ).toEqual(shown)
    const removed = await tags('DELETE', 'first', 'unknown')
    expect([removed.status, withoutTrace(removed)]).toEqual([200, { tags: ['second', 'Third'] }])
    expect((await call(`GET ${path}`)).json.contact.tags).toEqual(['second', 'Third'])
  })

  test('that nobody knew define themselves on the location, and stay when they are taken off', async () => {
    const { tags, known, call, path } = await tagging()
    expect(await known()).toEqual(expect.arrayContaining(['newsletter', 'first']))
    await tags('POST', 'brand new')
    await call(`PUT ${path}`, { json: { tags: ['by update'] } })
    await tags('DELETE', 'by update')
    const all = await known()
    expect(all).toEqual(expect.arrayContaining(['brand new', 'by update', 'first']))
    expect(new Set(all).size).toBe(all.length)
  })

  test('of many calls at once are all there, and defined once', async () => {
    const { tags, known, call, path } = await tagging({ openState: () => hostileState(6) })
    await Promise.all(Array.from({ length: 12 }, (_, i) => tags('POST', `t${i}`, 'shared')))
    expect((await call(`GET ${path}`)).json.contact.tags).toHaveLength(14)
    expect((await known()).filter((name) => name === 'shared')).toHaveLength(1)
  })

  test('cannot be read alone: there is no such route', async () => {
    const { call, path } = await tagging()
    expect(await call(`GET ${path}/tags`)).toMatchObject({
      status: 404,
      json: { message: `Cannot GET ${path}/tags`, error: 'Not Found', statusCode: 404 },
    })
  })
})

test('followers are added and removed, and each answer says who', async () => {
  const { followers, call, path } = await tagging()
  const added = await followers('POST', 'u1', 'u2', 'u1')
  expect([added.status, withoutTrace(added)]).toEqual([201, { followers: ['u1', 'u2'], followersAdded: ['u1', 'u2'] }])
  expect(withoutTrace(await followers('POST', 'u2', 'u3'))).toEqual({
    followers: ['u1', 'u2', 'u3'],
    followersAdded: ['u3'],
  })
  const removed = await followers('DELETE', 'u1', 'u9')
  expect([removed.status, withoutTrace(removed)]).toEqual([200, { followers: ['u2', 'u3'], followersRemoved: ['u1'] }])
  expect((await call(`GET ${path}`)).json.contact.followers).toEqual(['u2', 'u3'])
})

test.each(['tags', 'followers'])('%s must be a list of texts', async (name) => {
  const { call, path } = await tagging()
  for (const method of ['POST', 'DELETE']) {
    const answer = (json: object) => call(`${method} ${path}/${name}`, { json })
    expect(await answer({})).toMatchObject({ status: 422, json: { message: [`${name} must be an array`] } })
    expect((await answer({ [name]: [1] })).json.message).toEqual([`each value in ${name} must be a string`])
    expect((await answer({ [name]: [], x: 1 })).json.message).toEqual(['property x should not exist'])
    expect((await call(`${method} /contacts/nobody/${name}`, { json: { [name]: [] } })).json.message).toBe(
      'Contact not found for id:nobody',
    )
  }
})

describe('the apps are told', () => {
  const types = (told: Record<string, unknown>[]) => told.map(({ type }) => type)

  test('of what happened to a contact, and of no more than that', async () => {
    const { call, told, locationId } = await toldClient({ contactMakesConversation: false })
    const { contact } = (await call('POST /contacts/', { json: { locationId, email: 'ada@example.org' } })).json
    const path = `/contacts/${contact.id}`
    expect(await told()).toMatchObject([{ type: 'ContactCreate', id: contact.id, locationId }])
    await call(`PUT ${path}`, { json: { city: 'London' } })
    expect(await told()).toMatchObject([{ type: 'ContactUpdate', city: 'London' }])
    await call(`PUT ${path}`, { json: { tags: ['a'], dnd: true } })
    expect(types(await told())).toEqual(['ContactUpdate', 'ContactTagUpdate', 'ContactDndUpdate'])
    await call(`PUT ${path}`, { json: { tags: ['a'], dnd: true } })
    expect(types(await told())).toEqual(['ContactUpdate'])
    await call(`POST ${path}/tags`, { json: { tags: ['b'] } })
    expect(await told()).toMatchObject([{ type: 'ContactTagUpdate', tags: ['a', 'b'] }])
    await call(`POST ${path}/tags`, { json: { tags: ['b'] } })
    await call(`POST ${path}/followers`, { json: { followers: ['u'] } })
    await call(`GET ${path}`)
    await call('POST /contacts/', { json: { locationId, email: 'ada@example.org' } })
    expect(await told()).toEqual([])
    await call('POST /contacts/upsert', { json: { locationId, email: 'ada@example.org', city: 'Paris' } })
    expect(types(await told())).toEqual(['ContactUpdate'])
    await call(`DELETE ${path}`)
    expect(await told()).toMatchObject([{ type: 'ContactDelete', id: contact.id, city: 'Paris' }])
  })
})
