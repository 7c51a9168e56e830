/** A team's library: what it has asked Soundcharts to follow for it. It is state, and kept for each team. */

import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'

export type LibraryKind = 'artist' | 'song'

export interface Listed {
  readonly platformCode: string
  readonly identifier: string
}

/** How many of the identifiers changed something, and how many were there before (or, when removed, were not). */
export interface Changed {
  readonly updated: number
  readonly rest: number
}

/** In the order in which they were added. */
export async function libraryOf(session: Session, teamId: string, kind: LibraryKind): Promise<readonly Listed[]> {
  return (await session.state.get<{ platformCode: string; identifier: string }[]>(keyOf(teamId, kind))) ?? []
}

export function addToLibrary(
  session: Session,
  teamId: string,
  kind: LibraryKind,
  wanted: readonly Listed[],
): Awaitable<Changed> {
  return change(session, teamId, kind, (held) => {
    const names = new Set(held.map(nameOf))
    const fresh = wanted.filter((each) => !names.has(nameOf(each)) && names.add(nameOf(each)))
    return { kept: [...held, ...fresh], changed: fresh.length, of: wanted.length }
  })
}

export function removeFromLibrary(
  session: Session,
  teamId: string,
  kind: LibraryKind,
  wanted: readonly Listed[],
): Awaitable<Changed> {
  return change(session, teamId, kind, (held) => {
    const names = new Set(wanted.map(nameOf))
    const kept = held.filter((each) => !names.has(nameOf(each)))
    return { kept, changed: held.length - kept.length, of: wanted.length }
  })
}

interface Outcome {
  readonly kept: readonly Listed[]
  readonly changed: number
  readonly of: number
}

/** One atomic step; what changes nothing writes nothing. */
function change(
  session: Session,
  teamId: string,
  kind: LibraryKind,
  step: (held: readonly Listed[]) => Outcome,
): Awaitable<Changed> {
  return session.state.change(
    keyOf(teamId, kind),
    (old: { platformCode: string; identifier: string }[] | undefined) => {
      const { kept, changed, of } = step(old ?? [])
      const result = { updated: changed, rest: of - changed }
      return changed > 0 ? { result, value: kept.map((each) => ({ ...each })) } : { result }
    },
  )
}

function keyOf(teamId: string, kind: LibraryKind): string {
  return `soundcharts library/${teamId}/${kind}`
}

function nameOf({ platformCode, identifier }: Listed): string {
  return `${platformCode}/${identifier}`
}
