/** What an operation's tables say of it on the card. */

import { expect, test } from 'vitest'
import { required, string } from '../../../src/providers/hoopai/api/fields.ts'
import { type Operation, operation } from '../../../src/providers/hoopai/api/operation.ts'

const PLAIN = { name: 'x.get', method: 'GET', path: '/x/', scope: 'x', source: 'seed', handle: () => ({}) }
const refuses = (more: Partial<Operation<never, never>>) => operation({ ...PLAIN, ...more } as never).refuses

test('fields of query and body are its parameters', () => {
  const { parameters } = operation({ ...PLAIN, query: { q: string }, body: { name: required(string) } })
  expect(parameters).toMatchObject([
    { in: 'query', name: 'q', required: false, source: 'seed' },
    { in: 'body', name: 'name', required: true, source: 'seed' },
  ])
})

test('what it answers is an object of these fields and a traceId; a question mark says which may be left out', () => {
  const { success } = operation({ ...PLAIN, answers: { contact: 'object', 'note?': ['string', 'null'] }, status: 201 })
  expect(success).toEqual({
    status: 201,
    about: 'contact, note, traceId',
    schema: {
      type: 'object',
      properties: { contact: { type: 'object' }, note: { type: ['string', 'null'] }, traceId: { type: 'string' } },
      required: ['contact', 'traceId'],
    },
  })
})

test('its refusals follow from its tables, each named once', () => {
  expect(refuses({})).toEqual(['auth_class', 'invalid_request'])
  expect(refuses({ takes: 'Company' })).toEqual(['forbidden_resource', 'invalid_request'])
  expect(refuses({ takes: 'either' })).toEqual(['invalid_request'])
  expect(refuses({ of: 'contacts', refuses: ['not_found_record', 'own'] } as never)).toEqual([
    'auth_class',
    'location_forbidden',
    'not_found_record',
    'invalid_request',
    'own',
  ])
  expect(refuses({ query: { location_id: string } } as never)).toContain('location_forbidden')
  const body = { locationId: string }
  expect(refuses({ body } as never)).toEqual([
    'auth_class',
    'location_inaccessible',
    'invalid_request',
    'malformed_body',
  ])
})
