/**
 * State as a bad day on a shared store would give it: every verb takes an unknown while, every step runs twice, every
 * value is a copy. What holds on it holds on any store that keeps the port's promises.
 */

import { MemoryState } from '../../src/core/memory.ts'
import { draw } from '../../src/core/random.ts'
import type { Change, Entry, State } from '../../src/core/state.ts'

export function hostileState(seed = 1): State {
  const memory = new MemoryState()
  let n = 0
  const wander = async () => {
    for (let turns = draw(seed, 'hostile', n++).integer(0, 4); turns > 0; turns--)
      await new Promise((resolve) => setImmediate(resolve))
  }
  const twice =
    <T, R>(step: (old: T | undefined) => Change<T, R>) =>
    (old: T | undefined) => {
      step(structuredClone(old))
      return structuredClone(step(structuredClone(old)))
    }
  return new Proxy(memory, {
    get:
      (target, verb: keyof MemoryState) =>
      async (...args: unknown[]) => {
        await wander()
        const steps = args.map((arg) => (typeof arg === 'function' ? copied(verb, arg, twice) : structuredClone(arg)))
        const method = target[verb] as (...args: unknown[]) => unknown
        const result = structuredClone(method.apply(target, steps))
        await wander()
        return result
      },
  }) as unknown as State
}

function copied(verb: string, step: unknown, twice: (step: never) => unknown): unknown {
  if (verb !== 'found') return twice(step as never)
  const entries = step as () => Entry[]
  return () => {
    entries()
    return structuredClone(entries())
  }
}
