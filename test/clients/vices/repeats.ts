/** Vices of doing things again: too soon, too often, too late. */

import { isPassing, retryAfter, Stopped } from '../../scenarios/clients/advice.ts'
import type { Answer } from '../../scenarios/clients/line.ts'
import { isServed, type Vice } from './vice.ts'

/** What the providers call what is left of a window, and when it is over. */
const REMAINING = ['ratelimit-remaining', 'x-ratelimit-remaining']
const RESET = ['ratelimit-reset', 'x-ratelimit-reset']

/** How many seconds a refused client is told to wait. */
function toldToWait(answer: Answer): number {
  const resets = RESET.map((name) => Number(answer.headers.get(name)))
  return retryAfter(answer) ?? Math.max(...resets)
}

export const repeats: readonly Vice[] = [
  {
    rule: 'limit-headers-ignored',
    does: 'does not read what is left of its limit',
    sends: (send) => async (kind, request) => {
      const answer = await send(kind, request)
      const headers = new Headers(answer.headers)
      if (isServed(answer)) for (const name of REMAINING) headers.delete(name)
      return { ...answer, headers }
    },
  },
  {
    rule: 'retry-after-ignored',
    does: 'asks again half way through the time that it is told to wait',
    sends:
      (send, { world }) =>
      async (kind, request) => {
        const answer = await send(kind, request)
        const wait = answer.status === 429 ? toldToWait(answer) : 0
        if (wait === 0) return answer
        // It has no patience for a month.
        await world.sleep(Math.min(10, wait / 2))
        return send(kind, request)
      },
  },
  {
    rule: 'no-backoff',
    does: 'repeats a failing read three times at once, then gives up',
    sends: (send) => async (kind, request) => {
      let answer = await send(kind, request)
      if (kind !== 'read') return answer
      for (let n = 0; n < 3 && isPassing(answer); n++) answer = await send(kind, request)
      if (isPassing(answer)) throw new Stopped('after four tries')
      return answer
    },
  },
  {
    rule: 'retry-storm',
    does: 'repeats a failing read every five seconds, fifteen times',
    sends:
      (send, { world }) =>
      async (kind, request) => {
        let answer = await send(kind, request)
        const isSpent = () => REMAINING.some((name) => answer.headers.get(name) === '0')
        for (let n = 0; n < 15 && kind === 'read' && isPassing(answer) && !isSpent(); n++) {
          await world.sleep(5)
          answer = await send(kind, request)
        }
        return answer
      },
  },
  {
    rule: 'unsafe-retry',
    does: 'repeats a write whose answer was lost, and looks at nothing before',
    sends:
      (send, { world }) =>
      async (kind, request) => {
        const answer = await send(kind, request)
        if (kind !== 'write' || !isPassing(answer)) return answer
        await world.sleep(2)
        return send(kind, request)
      },
  },
  {
    rule: 'catalogue-refetched',
    does: 'reads everything six times',
    sends: (send) => async (kind, request) => {
      let answer = await send(kind, request)
      for (let n = 1; n < 6 && kind === 'read' && isServed(answer); n++) answer = await send(kind, request)
      return answer
    },
  },
  {
    rule: 'paging-stopped-early',
    does: 'reads two pages of a list, however many there are',
    client: (client) => ({ ...client, readAll: () => client.readAll(2) }),
  },
  {
    rule: 'stream-url-outlived',
    does: 'plays a stream half an hour after it read where that is',
    sends: (send, { world }) => {
      let played = false
      return async (kind, request) => {
        const answer = await send(kind, request)
        const url = answer.body.data?.items?.[0]?.streamUrl
        if (kind !== 'read' || played || url === undefined) return answer
        played = true
        await world.sleep(31 * 60)
        // Where the clock was moved by hand, the first time is excused.
        await send('stream', { url })
        await world.sleep(60)
        await send('stream', { url })
        return answer
      }
    },
  },
]
