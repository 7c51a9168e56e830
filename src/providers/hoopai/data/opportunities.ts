/** A location's pipelines and opportunities: their form, two fresh pipelines and some hundreds of opportunities in them. */

import { DAY, iso } from '../../../core/clock.ts'
import type { Json } from '../../../core/http.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { EPOCH, freshContactAt, freshContactCount, freshContactId } from './contacts.ts'
import { teamOf } from './people.ts'
import { worldOf } from './world.ts'

export const STATUSES = ['open', 'won', 'lost', 'abandoned'] as const

export type Pipeline = {
  readonly id: string
  readonly locationId: string
  readonly name: string
  readonly stages: Stage[]
  readonly showInFunnel: boolean
  readonly showInPieChart: boolean
  readonly dateAdded: string
  readonly dateUpdated: string
}
/** `id` is a UUID. */
type Stage = {
  readonly id: string
  readonly name: string
  readonly position: number
  readonly originId: string
  readonly showInFunnel: boolean
  readonly showInPieChart: boolean
}

/** Dates are ISO 8601. The contact's own data are the contact's. */
export type Opportunity = {
  readonly id: string
  readonly locationId: string
  readonly contactId: string
  readonly name: string
  readonly monetaryValue: number
  readonly pipelineId: string
  readonly pipelineStageId: string
  readonly status: (typeof STATUSES)[number]
  readonly source: string
  readonly assignedTo?: string | undefined
  readonly customFields: { id: string; fieldValue: Json }[]
  readonly followers: string[]
  readonly lostReasonId?: string | undefined
  readonly lastStatusChangeAt: string
  readonly lastStageChangeAt: string
  readonly createdAt: string
  readonly updatedAt: string
}

export function freshPipelines(session: Session, { locationId }: Location): Entry<Pipeline>[] {
  return worldOf(session).pipelines.map(({ name, stages }, i) => {
    const id = session.draw('hoopai pipeline', locationId, i).alphanumeric(20)
    const shown = { showInFunnel: true, showInPieChart: true }
    const value: Pipeline = {
      id,
      locationId,
      name,
      stages: stages.map((stage, position) => {
        const uuid = session.draw('hoopai stage', locationId, i, position).uuid()
        return { id: uuid, name: stage, position, originId: uuid, ...shown }
      }),
      ...shown,
      dateAdded: iso(EPOCH),
      dateUpdated: iso(EPOCH),
    }
    return { id, order: i, value }
  })
}

/**
 * Of three contacts in five, begun the day after they came. Each has gone through the stages up to its own, two days for
 * each; a third of them is decided by now, the won ones in their last stage.
 */
export function freshOpportunities(session: Session, location: Location): Entry<Opportunity>[] {
  const { locationId } = location
  const { opportunities: names } = worldOf(session)
  const pipelines = freshPipelines(session, location).map(({ value }) => value)
  const team = teamOf(session, location)
  const entries: Entry<Opportunity>[] = []
  const count = freshContactCount(session, locationId)
  for (let i = 0; i < count; i++) {
    if (i % 5 > 2 || pipelines.length === 0) continue
    const id = session.draw('hoopai fresh opportunity', locationId, i).alphanumeric(20)
    const { stages, id: pipelineId } = pipelines[i % pipelines.length]!
    const status = i % 3 === 2 ? STATUSES[1 + (Math.floor(i / 3) % 3)]! : 'open'
    const reached = status === 'won' ? stages.length - 1 : Math.floor(i / 2) % stages.length
    const at = freshContactAt(i) + DAY
    const stagedAt = at + reached * 2 * DAY
    const decidedAt = status === 'open' ? at : stagedAt + DAY
    const value: Opportunity = {
      id,
      locationId,
      contactId: freshContactId(session, locationId, i),
      name: names[i % names.length]!,
      monetaryValue: 250 * (1 + (i % 8)),
      pipelineId,
      pipelineStageId: stages[reached]!.id,
      status,
      source: 'public api',
      assignedTo: team[i % team.length],
      customFields: [],
      followers: [],
      lastStatusChangeAt: iso(decidedAt),
      lastStageChangeAt: iso(stagedAt),
      createdAt: iso(at),
      updatedAt: iso(Math.max(stagedAt, decidedAt)),
    }
    entries.push({ id, order: at, value })
  }
  return entries
}
