/** The way through the consent page, and what is believed of the callback at its end. */

import { Stopped } from './advice.ts'
import type { Line } from './line.ts'
import type { World } from './world.ts'

export interface App {
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly locationId: string
}

/** Asks the person, and takes a code out of a callback that is all right. Throws Stopped. */
export function consentDesk(world: World, line: Line) {
  let count = 0
  const open = new Set<string>()
  return async (app: App): Promise<string> => {
    // A real one would be drawn by chance.
    const state = `state-${++count}`
    open.add(state)
    const refuse = (why: string): never => {
      line.log.push(`consent ${why}`)
      throw new Stopped(`consent ${why}`)
    }
    const redirectTo = await world.consent({ ...app, state })
    if (redirectTo === null) return refuse('closed')
    const query = new URL(redirectTo).searchParams
    const states = query.getAll('state')
    // Each is good for one callback.
    if (states.length !== 1 || !open.delete(states[0]!)) return refuse('forged')
    if (query.has('error')) return refuse('denied')
    const codes = query.getAll('code')
    if (codes.length !== 1) return refuse('odd')
    return codes[0]!
  }
}
