/** What is put on a contact and taken off again: tags and followers. Source: openapi contacts.json; section 11.1. */

import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { changeContact } from './contact-writes.ts'
import { type Fields, required, strings } from './fields.ts'
import { operation, type Request } from './operation.ts'

const TAGS = { tags: required(strings) } as const
const FOLLOWERS = { followers: required(strings) } as const
const common = { of: 'contacts', scope: 'contacts.write' } as const
const source = 'openapi contacts.json'

export const contactTagRoutes: readonly Route[] = [
  operation({
    ...common,
    name: 'contacts.addTags',
    method: 'POST',
    path: '/contacts/:contactId/tags',
    repeatable: true,
    source: `${source}; observed O2`,
    about: 'answers all of the contact; an unknown tag defines itself on the location',
    body: TAGS,
    status: 201,
    answers: { tags: 'array' },
    handle: async (request) => {
      const { tags } = request.body
      const { value } = await changeContact(request, (old) => ({ tags: union(old.tags, tags) }))
      return { tags: value.tags }
    },
  }),
  operation({
    ...common,
    name: 'contacts.removeTags',
    method: 'DELETE',
    path: '/contacts/:contactId/tags',
    source: `${source}; observed O2`,
    about: 'answers what is left; the location still knows the tag',
    body: TAGS,
    answers: { tags: 'array' },
    handle: async (request) => {
      const { tags } = request.body
      const { value } = await changeContact(request, (old) => ({ tags: without(old.tags, tags) }))
      return { tags: value.tags }
    },
  }),
  operation({
    ...common,
    name: 'contacts.addFollowers',
    method: 'POST',
    path: '/contacts/:contactId/followers',
    repeatable: true,
    source,
    about: 'answers all of the contact, and who is new',
    body: FOLLOWERS,
    status: 201,
    answers: { followers: 'array', followersAdded: 'array' },
    handle: addFollowers,
  }),
  operation({
    ...common,
    name: 'contacts.removeFollowers',
    method: 'DELETE',
    path: '/contacts/:contactId/followers',
    source,
    about: 'answers who is left, and who is gone',
    body: FOLLOWERS,
    answers: { followers: 'array', followersRemoved: 'array' },
    handle: removeFollowers,
  }),
]

async function addFollowers(request: Request<Fields, typeof FOLLOWERS>): Promise<JsonObject> {
  const { followers } = request.body
  const { old, value } = await changeContact(request, (old) => ({ followers: union(old.followers, followers) }))
  return { followers: value.followers, followersAdded: without(value.followers, old.followers) }
}

async function removeFollowers(request: Request<Fields, typeof FOLLOWERS>): Promise<JsonObject> {
  const { followers } = request.body
  const { old, value } = await changeContact(request, (old) => ({ followers: without(old.followers, followers) }))
  return { followers: value.followers, followersRemoved: without(old.followers, value.followers) }
}

function union(had: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...had, ...added])]
}

function without(had: readonly string[], removed: readonly string[]): string[] {
  return had.filter((each) => !removed.includes(each))
}
