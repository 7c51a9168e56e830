/** Where a token comes from: the tokens and the code that it descends from, as far as the vault still knows them. */

import { iso } from '../core/clock.ts'
import type { Ancestor } from '../core/judge.ts'
import type { Session } from '../core/session.ts'

/** So many are told, the latest. */
const TOLD = 6

/** The oldest first, the one of this id last. Ids are digests: they tell tokens apart and open nothing. */
export async function lineageOf({ vault }: Session, id: string | undefined): Promise<Ancestor[]> {
  const line: Ancestor[] = []
  for (let next = id; next !== undefined && line.length < TOLD; ) {
    const credential = await vault.byId(next)
    if (!credential) break
    const { kind, issuedAt, spentAt, revokedAt, parent } = credential
    line.unshift({
      id: next,
      kind,
      issuedAt: iso(issuedAt),
      ...(spentAt === undefined ? {} : { spentAt: iso(spentAt) }),
      ...(revokedAt === undefined ? {} : { revokedAt: iso(revokedAt) }),
    })
    next = parent
  }
  return line
}
