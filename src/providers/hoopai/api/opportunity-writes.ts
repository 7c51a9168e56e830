/** Opportunities: making, changing and removing them. Source: openapi opportunities.json; section 11.4. */

import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import { collection } from '../data/collections.ts'
import { customFieldsOf } from '../data/custom-fields.ts'
import { type Opportunity, STATUSES } from '../data/opportunities.ts'
import { emit } from '../data/webhooks/emit.ts'
import { notFound } from '../errors.ts'
import {
  anything,
  boolean,
  type Fields,
  listOf,
  number,
  oneOf,
  required,
  shape,
  string,
  strings,
  told,
  type Values,
} from './fields.ts'
import { operation, type Request, recordOf } from './operation.ts'
import { edit, make, store } from './opportunity-edit.ts'
import { shownAll } from './opportunity-view.ts'

const scope = 'opportunities.write'
const source = 'openapi opportunities.json'
const LOCATION = required(string, "LocationId can't be undefined")
/** `all` is in openapi's enum and means nothing on a write: it is refused. */
const STATUS = told(oneOf(...STATUSES), { source: `${source}; assumed` })

const UPDATE = {
  pipelineId: string,
  name: string,
  pipelineStageId: string,
  status: STATUS,
  monetaryValue: number(),
  assignedTo: string,
  customFields: listOf(shape({ id: string, key: string, field_value: anything })),
} as const

const CREATE = {
  ...UPDATE,
  pipelineId: required(string),
  locationId: LOCATION,
  name: required(string),
  status: required(STATUS),
  contactId: required(string),
} as const

const SET_STATUS = { status: required(STATUS), lostReasonId: string } as const

const UPSERT = {
  id: string,
  pipelineId: required(string),
  locationId: LOCATION,
  contactId: told(string, { source: 'observed O10', about: 'undeclared, and sent by most clients' }),
  name: string,
  status: STATUS,
  pipelineStageId: string,
  monetaryValue: number(),
  assignedTo: string,
  lostReasonId: string,
  followers: told(strings, { source: `${source}; assumed` }),
  isRemoveAllFollowers: told(boolean, { source: `${source}; assumed` }),
  followersActionType: told(oneOf('add', 'remove'), { source: `${source}; assumed` }),
} as const

const FOLLOWERS = { followers: required(strings) } as const
const UNFOLLOW = { isRemoveAllFollowers: boolean } as const

const of = 'opportunities'
const PLACE = ['not_found_record', 'location_forbidden']

export const opportunityWrites: readonly Route[] = [
  operation({
    name: 'opportunities.create',
    method: 'POST',
    path: '/opportunities/',
    scope,
    source,
    about: 'in the first stage unless it names one of the pipeline',
    body: CREATE,
    status: 201,
    answers: { opportunity: 'object' },
    refuses: PLACE,
    handle: create,
  }),
  operation({
    name: 'opportunities.upsert',
    method: 'POST',
    path: '/opportunities/upsert',
    repeatable: true,
    scope,
    source: `${source}; assumed`,
    about: 'changes the one of this id, or else the newest of this contact in the pipeline; without one it makes one',
    body: UPSERT,
    answers: { opportunity: 'object', new: 'boolean' },
    refuses: PLACE,
    handle: upsert,
  }),
  operation({
    name: 'opportunities.update',
    method: 'PUT',
    path: '/opportunities/:id',
    of,
    scope,
    source,
    about: 'another pipeline without a stage is entered at its first',
    body: UPDATE,
    answers: { opportunity: 'object' },
    refuses: PLACE,
    handle: async (request) => {
      const { context, body } = request
      const changes = { ...body, ...customFieldsIn(request, body) }
      return { opportunity: await show(request, await edit(request, context.params.id!, () => changes)) }
    },
  }),
  operation({
    name: 'opportunities.setStatus',
    method: 'PUT',
    path: '/opportunities/:id/status',
    of,
    scope,
    source,
    body: SET_STATUS,
    answers: { succeded: 'boolean' },
    handle: async (request) => {
      await edit(request, request.context.params.id!, () => request.body)
      return { succeded: true }
    },
  }),
  operation({
    name: 'opportunities.delete',
    method: 'DELETE',
    path: '/opportunities/:id',
    of,
    scope,
    source,
    body: {},
    answers: { succeded: 'boolean' },
    handle: remove,
  }),
  operation({
    name: 'opportunities.follow',
    method: 'POST',
    path: '/opportunities/:id/followers',
    of,
    scope,
    source,
    body: FOLLOWERS,
    status: 201,
    answers: { followers: 'array', followersAdded: 'array' },
    handle: async (request) => {
      const { followers: asked } = request.body
      let added: string[] = []
      const { followers } = await edit(request, request.context.params.id!, (old) => {
        added = [...new Set(asked)].filter((each) => !old.followers.includes(each))
        return { followers: [...old.followers, ...added] }
      })
      return { followers, followersAdded: added }
    },
  }),
  operation({
    name: 'opportunities.unfollow',
    method: 'DELETE',
    path: '/opportunities/:id/followers',
    of,
    scope,
    source,
    query: UNFOLLOW,
    body: FOLLOWERS,
    answers: { followers: 'array', followersRemoved: 'array' },
    handle: async (request) => {
      const { body, query } = request
      let removed: string[] = []
      const { followers } = await edit(request, request.context.params.id!, (old) => {
        removed = query.isRemoveAllFollowers
          ? old.followers
          : old.followers.filter((one) => body.followers.includes(one))
        return { followers: old.followers.filter((each) => !removed.includes(each)) }
      })
      return { followers, followersRemoved: removed }
    },
  }),
]

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { body } = request
  const opportunity = await make(request, { ...body, ...customFieldsIn(request, body) })
  await store(request, opportunity)
  return { opportunity: await show(request, opportunity) }
}

async function upsert(request: Request<Fields, typeof UPSERT>): Promise<JsonObject> {
  const { context, locationId, body } = request
  const { id, contactId, pipelineId } = body
  const { state } = context.session
  const change = async (id: string) => {
    const opportunity = await edit(request, id, (old) => followed(old.followers, body))
    return { opportunity: await show(request, opportunity), new: false }
  }
  const known = id ?? (await newestOf(request, contactId, pipelineId))
  if (known !== undefined) return await change(known)
  const opportunity = await make(request, { contactId, ...followed([], body) })
  // Upserts of one contact at once share an id until it is stored, so one of them makes the opportunity.
  const key = `hoopai upsert/${locationId}/${pipelineId}/${contactId ?? opportunity.id}`
  const shared = await state.change<string, string>(key, (old = opportunity.id) => ({ result: old, value: old }))
  const stored = await newestOf(request, contactId, pipelineId)
  const isNew = stored === undefined && (await store(request, { ...opportunity, id: shared }))
  await state.change<string, null>(key, (old) => ({ result: null, ...(old === opportunity.id ? { value: null } : {}) }))
  if (!isNew) return await change(stored ?? shared)
  return { opportunity: await show(request, { ...opportunity, id: shared }), new: true }
}

async function newestOf(
  { context, locationId }: Request,
  contactId: string | undefined,
  pipelineId: string,
): Promise<string | undefined> {
  if (contactId === undefined) return undefined
  const opportunities = await (await collection(context.session, 'opportunities', locationId)).all()
  return opportunities.find((each) => each.contactId === contactId && each.pipelineId === pipelineId)?.id
}

/** What an upsert writes. Its followers are added unless it says otherwise. */
function followed(old: readonly string[], body: Values<typeof UPSERT>) {
  const { followers = [], isRemoveAllFollowers, followersActionType, id: _, contactId: __, ...fields } = body
  const kept = isRemoveAllFollowers ? [] : old
  const all =
    followersActionType === 'remove'
      ? kept.filter((each) => !followers.includes(each))
      : [...new Set([...kept, ...followers])]
  return { ...fields, followers: all }
}

async function remove(request: Request): Promise<JsonObject> {
  const { context, locationId } = request
  const { id } = await recordOf(request, 'opportunities', 'Opportunity', context.params.id!)
  const opportunities = await collection(context.session, 'opportunities', locationId)
  const removed = await opportunities.amend(id, (old) => ({ result: old, value: null }))
  if (!removed) throw notFound('Opportunity', id)
  await emit(context, 'OpportunityDelete', removed)
  return { succeded: true }
}

async function show({ context, locationId }: Request, opportunity: Opportunity): Promise<JsonObject> {
  return (await shownAll(context, locationId, [opportunity]))[0]!
}

/** A field that is named by its key is kept by its id, where the location knows it. */
function customFieldsIn(
  { context, locationId }: Request,
  { customFields }: Pick<Values<typeof UPDATE>, 'customFields'>,
): { customFields: Opportunity['customFields'] | undefined } {
  const known = customFieldsOf(context.session, { locationId })
  return {
    customFields: customFields
      ?.filter(({ field_value: value }) => value !== undefined && value !== null)
      .map(({ id, key = '', field_value: fieldValue = null }) => ({
        id: id ?? known.find(({ fieldKey }) => [key, `opportunity.${key}`].includes(fieldKey))?.id ?? key,
        fieldValue,
      })),
  }
}
