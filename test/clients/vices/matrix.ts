/** Every vice under every ready scenario of each provider where its rule applies. */

import { providers } from '../../../src/providers/index.ts'
import type { ProviderName } from '../../scenarios/clients/good.ts'
import { CASES, READY } from '../../scenarios/stand.ts'
import { COURT, CASES as PAIRS } from '../conduct/matrix.ts'
import { vices } from './index.ts'
import { play } from './play.ts'
import type { Vice } from './vice.ts'

/** A vice at a provider where its rule is to catch it. */
export interface Seat {
  readonly vice: Vice
  readonly provider: ProviderName
}

export interface Row extends Seat {
  /** Ids of the rules that found something, by scenario. */
  readonly found: ReadonlyMap<string, readonly string[]>
}

/** Where a rule applies, there are two small clients that show it. */
const APPLIES = new Set([
  ...COURT.map(({ rule, provider }) => `${rule} ${provider}`),
  ...Object.entries(PAIRS).flatMap(([rule, pairs]) => pairs.flatMap(({ at }) => at.map((name) => `${rule} ${name}`))),
])

export const SEATS: readonly Seat[] = vices.flatMap((vice) =>
  providers
    .filter(({ name }) => APPLIES.has(`${vice.rule} ${name}`))
    .map(({ name }) => ({ vice, provider: name as ProviderName })),
)

/** So many plays go side by side: some of them wait for slow answers. */
const AT_ONCE = 16

/** The ready scenarios that are for a provider. */
export function scenariosOf(provider: ProviderName): string[] {
  return READY.filter((each) => each.providers.includes(provider)).map(({ name }) => name)
}

/** Plays them all, and where the client without a vice is caught. */
export async function playMatrix(): Promise<{
  rows: Row[]
  good: { scenario: string; provider: ProviderName; found: string[] }[]
}> {
  const plays: (() => Promise<unknown>)[] = []
  const rows = SEATS.map(({ vice, provider }) => {
    const found = new Map<string, readonly string[]>()
    for (const scenario of scenariosOf(provider))
      plays.push(async () => found.set(scenario, await play(scenario, provider, vice)))
    return { vice, provider, found }
  })
  const good: { scenario: string; provider: ProviderName; found: string[] }[] = []
  for (const [scenario, provider] of CASES)
    plays.push(async () => {
      const found = await play(scenario, provider)
      if (found.length > 0) good.push({ scenario, provider, found })
    })
  const work = async () => {
    for (let next = plays.pop(); next; next = plays.pop()) await next()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { rows, good }
}
