import { asks, holderOf, nameOf } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import { accessOf } from './refusals.ts'
import { defineRule } from './rule.ts'
import { isFinal, knew, type Told, telling } from './told.ts'

type Rejection = Told & {
  request: string
  family: string | null
  /** Whether a call was refused with 401 since, which is a reason to try once more. */
  again: boolean
  /** How often it was tried all the same. */
  times: number
}

/** By refresh token: its latest rejection. */
type Memory = { rejected: Shelf<Rejection> }

export const refreshLoopAfterRejection = defineRule({
  id: 'refresh-loop-after-rejection',
  severity: 'error',
  about: 'A refresh token that was rejected is sent again.',
  harm: 'It never becomes good again. The loop spends the limits, and nobody learns that a person has to authorize again.',
  mend: 'When a refresh is rejected, keep it as such, stop, and ask the person to authorize again.',
  tolerates:
    'one refresh after each 401 of the API, as the official SDK has it, ten in all; passing failures; a repeat that is answered',
  replaces: ['rotated-token-reused', 'rotated-token-dropped', 'token-endpoint-hammered'],
  heeds: ['grant', 'failed'],
  numbers: { after401: 10 },
  start: (): Memory => ({ rejected: {} }),
  on: {
    exchange(event, { rejected }, { after401 }) {
      const { reply, context } = event.exchange
      const { credential, grant, presented } = context.who
      const access = accessOf(event)
      if (access !== undefined && reply.status === 401)
        for (const each of Object.values(rejected)) if (each.family === credential!.family) each.again = true
      if (!asks(event) || grant !== 'refresh_token' || presented === undefined) return undefined
      // One that the vault never knew has no lineage, and its client is whoever says so.
      const token = credential?.id ?? `unknown ${context.who.client}`
      const earlier = rejected[token]
      if (!isFinal(event)) {
        delete rejected[token]
        return undefined
      }
      const { times = 0 } = earlier ?? {}
      const common = { request: event.id, family: credential?.family ?? null, again: false }
      remember(rejected, token, { ...common, ...telling(event), times: times + 1 })
      if (!earlier || earlier.begun === null) return undefined
      const excused = earlier.again || !knew(event, earlier)
      if (excused && times <= after401) return undefined
      return {
        subject: nameOf(holderOf(context.who)!),
        message: `A refresh brought the refresh token that ${earlier.request} had been refused with ${reply.status} for.`,
        requests: [earlier.request],
      }
    },
    sent({ id, hungUp, begun }, { rejected }) {
      for (const each of Object.values(rejected)) if (each.request === id && !hungUp) each.begun = begun
      return undefined
    },
  },
})
