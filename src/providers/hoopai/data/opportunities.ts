/** A location's pipelines and opportunities: their form, two fresh pipelines and twenty opportunities in them. */

import world from '../../../../fixtures/hoopai/location.json' with { type: 'json' }
import { DAY, iso } from '../../../core/clock.ts'
import type { Json } from '../../../core/http.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { EPOCH, freshContactAt, freshContactId } from './contacts.ts'
import { teamOf } from './people.ts'

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
  readonly lastStatusChangeAt: string
  readonly lastStageChangeAt: string
  readonly createdAt: string
  readonly updatedAt: string
}

export function freshPipelines(session: Session, { locationId }: Location): Entry<Pipeline>[] {
  return world.pipelines.map(({ name, stages }, i) => {
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

export function freshOpportunities(session: Session, location: Location): Entry<Opportunity>[] {
  const { locationId } = location
  const pipelines = freshPipelines(session, location)
  const team = teamOf(session, location)
  return Array.from({ length: 20 }, (_, i) => {
    const id = session.draw('hoopai fresh opportunity', locationId, i).alphanumeric(20)
    const at = freshContactAt(i) + DAY
    const { stages, id: pipelineId } = pipelines[i % pipelines.length]!.value
    const value: Opportunity = {
      id,
      locationId,
      contactId: freshContactId(session, locationId, i),
      name: world.opportunities[i % world.opportunities.length]!,
      monetaryValue: 250 * (1 + (i % 8)),
      pipelineId,
      pipelineStageId: stages[i % stages.length]!.id,
      status: i % 5 === 4 ? STATUSES[1 + (i % 3)]! : 'open',
      source: 'public api',
      assignedTo: team[i % team.length],
      customFields: [],
      followers: [],
      lastStatusChangeAt: iso(at),
      lastStageChangeAt: iso(at),
      createdAt: iso(at),
      updatedAt: iso(at),
    }
    return { id, order: at, value }
  })
}
