/** A call costs the same however many rules there are that it does not meet, or that cannot be due. */

import { describe, expect, test } from 'vitest'
import { MemoryState } from '../../src/core/memory.ts'
import type { State } from '../../src/core/state.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { type Asked, playing, struckBy } from './meeting.ts'

const MANY = 2000
const HIT = { do: { status: 503 } } as const
const ONE = 'GET /v1/tracks/*'

const facts = { kind: 'access', provider: 'hoopr', client: 'c', issuedAt: 0, expiresAt: 9e15 } as const
const credential = { id: 'token', scopes: [], ...facts }
const who = { presented: 'token', credential, client: 'client-0', location: 'location-0', scopes: ['search'] }
const ASKED: Asked = { target: 'GET /v1/tracks/slug-0', who }

/** Rules of which the first alone can strike the call, or none. */
const SHAPES: Record<string, (i: number) => Partial<RuleText>> = {
  'a path each': (i) => ({ call: `GET /v1/tracks/slug-${i}`, ...HIT }),
  'the head of a name each': (i) => ({ call: `GET /v1/tracks/sl*${i}`, ...HIT }),
  'the tail of a name each': (i) => ({ call: `GET /v1/tracks/*g-${i}`, ...HIT }),
  'the middle of a name each': (i) => ({ call: `GET /v1/tracks/*lug-${i}*`, ...HIT }),
  'the end of a path each': (i) => ({ call: `GET /**/slug-${i}`, ...HIT }),
  'a client each': (i) => ({ call: ONE, where: { client: `client-${i}` }, ...HIT }),
  'a location each': (i) => ({ call: ONE, where: { location: `location-${i}`, mode: 'test' }, ...HIT }),
  'a time each': (i) => ({ call: ONE, between: [`${i}h`, `${i + 1}h`], ...HIT }),
  'a turn each': (i) => ({ call: ONE, skip: 1e6 + i, times: 1, ...HIT }),
  'a first turn each': (i) => ({ call: ONE, skip: 1e6 + i, ...HIT }),
  'a remainder each': (i) => ({ call: ONE, skip: i, every: 1e6, ...HIT }),
  'a rhythm each': (i) => ({ call: ONE, every: 1e6 + i, ...HIT }),
  'a turn each, if chance will': (i) => ({ call: ONE, skip: 1e6 + i, chance: 0.5, ...HIT }),
  'a turn each, if there is a token': (i) => ({ call: ONE, skip: 1e6 + i, times: 1, do: 'expire' }),
  'a turn that is over': () => ({ call: ONE, times: 1, ...HIT }),
  'a strike that is spent': () => ({ call: ONE, times: 1, do: 'expire' }),
}

describe.each(Object.entries(SHAPES))('rules with %s', (_, ruleOf) => {
  test('cost what one costs', async () => {
    const looks: string[][] = []
    const plays = await Promise.all(
      [1, MANY].map((count, which) => {
        const openState = () => noting((verb) => looks[which]?.push(verb))
        return playing(
          Array.from({ length: count }, (_, i) => ruleOf(i)),
          { openState },
        )
      }),
    )
    // What is over after the first call, is over.
    for (const play of plays) await struckBy(play, ASKED)
    looks.push([], [])
    for (const play of plays) await struckBy(play, ASKED)
    expect(looks[1]).toEqual(looks[0])
    looks.length = 0

    const ratios: number[] = []
    for (let round = 0; round < 7; round++) {
      const [few, many] = [await timeOf(plays[0]!), await timeOf(plays[1]!)]
      ratios.push(many / few)
    }
    // One look at each would make it thirty.
    expect(ratios.sort((a, b) => a - b)[3]).toBeLessThan(4)
  })
})

/** Processor time of some calls. */
async function timeOf({ meet }: Awaited<ReturnType<typeof playing>>): Promise<number> {
  const before = process.cpuUsage()
  for (let n = 0; n < 100; n++) await meet(ASKED)
  const { user, system } = process.cpuUsage(before)
  return user + system
}

function noting(note: (verb: string) => void): State {
  return new Proxy(new MemoryState(), {
    get:
      (target, verb: keyof MemoryState) =>
      (...args: unknown[]) => {
        note(verb)
        return (target[verb] as (...args: unknown[]) => unknown).apply(target, args)
      },
  })
}
