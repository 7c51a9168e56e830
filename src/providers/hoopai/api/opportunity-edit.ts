/** How an opportunity comes to be and changes: its place in a pipeline, its dates, and who hears of it. */

import { iso } from '../../../core/clock.ts'
import { drawFor } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import type { Change } from '../../../core/state.ts'
import { collection } from '../data/collections.ts'
import { nameOf } from '../data/contacts.ts'
import type { Opportunity, Pipeline } from '../data/opportunities.ts'
import { emit } from '../data/webhooks/emit.ts'
import { notFound } from '../errors.ts'
import { type Request, recordOf } from './operation.ts'

/** What may be written; what is undefined stays. */
export type Edit = { readonly [K in keyof Opportunity]?: Opportunity[K] | undefined }

/** Each is heard of in an event of its own, beside OpportunityUpdate (assumed: the page of neither excludes the other). */
const EVENTS = {
  pipelineStageId: 'OpportunityStageUpdate',
  status: 'OpportunityStatusUpdate',
  monetaryValue: 'OpportunityMonetaryValueUpdate',
  assignedTo: 'OpportunityAssignedToUpdate',
} as const

/** A new one, not stored yet. Throws ApiError when its pipeline, its stage or its contact is not there. */
export async function make(request: Request, written: Edit & Pick<Opportunity, 'pipelineId'>): Promise<Opportunity> {
  const { context, locationId } = request
  const { session, call } = context
  const { contactId = '', pipelineId, pipelineStageId } = written
  const pipeline = await recordOf(request, 'pipelines', 'Pipeline', pipelineId)
  const stage = stageIn(pipeline, pipelineStageId)
  if (stage === undefined) throw notFound('Pipeline stage', pipelineStageId ?? '')
  const contact = contactId === '' ? undefined : await recordOf(request, 'contacts', 'Contact', contactId)
  const now = iso(call.at)
  const draw = await drawFor(session, 'hoopai opportunity', locationId, digest(JSON.stringify(request.body)))
  return {
    id: draw.alphanumeric(20),
    locationId,
    contactId,
    name: written.name ?? (contact && nameOf(contact)) ?? pipeline.name,
    monetaryValue: written.monetaryValue ?? 0,
    pipelineId,
    pipelineStageId: stage,
    status: written.status ?? 'open',
    source: 'public api',
    assignedTo: written.assignedTo,
    customFields: written.customFields ?? [],
    followers: written.followers ?? [],
    lostReasonId: written.lostReasonId,
    lastStatusChangeAt: now,
    lastStageChangeAt: now,
    createdAt: now,
    updatedAt: now,
  }
}

/** Stores a new one, unless its id is taken. Throws ApiError when its contact went meanwhile. */
export async function store({ context, locationId }: Request, opportunity: Opportunity): Promise<boolean> {
  const { session, call } = context
  const { id, contactId } = opportunity
  const opportunities = await collection(session, 'opportunities', locationId)
  if (!(await opportunities.insert(opportunity, call.at))) return false
  // What deletes a contact looks for its opportunities afterwards: one of the two sees the other.
  if (contactId !== '' && !(await (await collection(session, 'contacts', locationId)).find(contactId))) {
    await opportunities.amend(id, () => ({ result: null, value: null }))
    throw notFound('Contact', contactId)
  }
  await emit(context, 'OpportunityCreate', opportunity)
  return true
}

/** Changes one by what `step` makes of it, in one atomic step. Throws ApiError when it, its pipeline or its stage is not there. */
export async function edit(request: Request, id: string, step: (old: Opportunity) => Edit): Promise<Opportunity> {
  const { context, locationId } = request
  const { session, call } = context
  const { pipelineId } = step(await recordOf(request, 'opportunities', 'Opportunity', id))
  if (pipelineId !== undefined) await recordOf(request, 'pipelines', 'Pipeline', pipelineId)
  const pipelines = await (await collection(session, 'pipelines', locationId)).all()
  type Outcome = { old: Opportunity; value: Opportunity } | { noStage: string } | undefined
  const opportunities = await collection(session, 'opportunities', locationId)
  const outcome = await opportunities.amend(id, (old): Change<Opportunity, Outcome> => {
    if (!old) return { result: undefined }
    const edited = applied(old, step(old))
    const pipeline = pipelines.find((each) => each.id === edited.pipelineId)
    const stage = pipeline && stageIn(pipeline, edited.pipelineStageId)
    if (stage === undefined) return { result: { noStage: edited.pipelineStageId ?? '' } }
    const value = dated(old, { ...edited, pipelineStageId: stage }, iso(call.at))
    return { result: { old, value }, value }
  })
  if (!outcome) throw notFound('Opportunity', id)
  if ('noStage' in outcome) throw notFound('Pipeline stage', outcome.noStage)
  const { old, value } = outcome
  await emit(context, 'OpportunityUpdate', value)
  for (const [name, event] of Object.entries(EVENTS) as [keyof typeof EVENTS, (typeof EVENTS)[keyof typeof EVENTS]][])
    if (old[name] !== value[name]) await emit(context, event, value)
  return value
}

/** Entering another pipeline leaves the stage open, unless it is named. A reason is one for losing. */
function applied(old: Opportunity, edit: Edit): Omit<Opportunity, 'pipelineStageId'> & Pick<Edit, 'pipelineStageId'> {
  const written = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) as Edit
  const stays = (written.pipelineId ?? old.pipelineId) === old.pipelineId
  const merged = { ...old, pipelineStageId: stays ? old.pipelineStageId : undefined, ...written } as Opportunity
  return { ...merged, lostReasonId: merged.status === 'lost' ? merged.lostReasonId : undefined }
}

function dated(old: Opportunity, value: Opportunity, now: string): Opportunity {
  return {
    ...value,
    lastStatusChangeAt: value.status === old.status ? old.lastStatusChangeAt : now,
    lastStageChangeAt: value.pipelineStageId === old.pipelineStageId ? old.lastStageChangeAt : now,
    updatedAt: now,
  }
}

/** The stage of this id in a pipeline, or its first when none is named. */
function stageIn({ stages }: Pipeline, id = stages[0]?.id): string | undefined {
  return stages.find((stage) => stage.id === id)?.id
}
