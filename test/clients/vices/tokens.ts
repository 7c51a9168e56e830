/** Vices about tokens: when they are asked for, and what is done with them. */

import { Stopped } from '../../scenarios/clients/advice.ts'
import type { Body } from '../../scenarios/clients/world.ts'
import { grantOf, isRefused, isServed, type Vice, withHeaders } from './vice.ts'

export const tokens: readonly Vice[] = [
  {
    rule: 'refresh-stampede',
    does: 'two of its workers refresh at the same time',
    sends: (send) => async (kind, request) => {
      if (grantOf(request) !== 'refresh_token') return send(kind, request)
      const both = await Promise.all([send(kind, request), send(kind, request)])
      return both.find(isServed) ?? both.find(isRefused) ?? both[0]
    },
  },
  {
    rule: 'rotated-token-reused',
    does: 'a second process refreshes five seconds later with the token that it read at its start',
    sends:
      (send, { world }) =>
      async (kind, request) => {
        const answer = await send(kind, request)
        if (grantOf(request) !== 'refresh_token' || !isServed(answer)) return answer
        await world.sleep(5)
        await send(kind, request)
        return answer
      },
  },
  {
    rule: 'rotated-token-dropped',
    does: 'keeps the refresh token of the consent for good',
    sends: (send) => {
      let kept: string | undefined
      return async (kind, request) => {
        const answer = await send(kind, request)
        if (grantOf(request) === 'authorization_code') kept = answer.body.refresh_token
        if (grantOf(request) !== 'refresh_token' || !isServed(answer)) return answer
        return { ...answer, body: { ...answer.body, refresh_token: kept } }
      }
    },
  },
  {
    rule: 'refresh-loop-after-rejection',
    does: 'sends a refresh token that was rejected three times more',
    sends:
      (send, { world }) =>
      async (kind, request) => {
        let answer = await send(kind, request)
        for (let n = 0; n < 3 && grantOf(request) === 'refresh_token' && isRefused(answer); n++) {
          await world.sleep(5)
          answer = await send(kind, request)
        }
        return answer
      },
  },
  {
    rule: 'refresh-too-early',
    does: 'renews its token after every second read',
    sends: (send, { client }) => {
      let reads = 0
      let toldToWait = false
      return async (kind, request) => {
        const answer = await send(kind, request)
        toldToWait ||= kind === 'token' && answer.status === 429
        if (kind === 'read' && isServed(answer) && ++reads % 2 === 0 && !toldToWait) client().forget()
        return answer
      }
    },
  },
  {
    rule: 'expired-token-sent',
    does: 'does not read how long its token lives',
    sends: (send) => async (kind, request) => {
      const answer = await send(kind, request)
      if (kind !== 'token') return answer
      const { data, expires_in: _, ...body }: Body = answer.body
      const { expires_in: __, ...rest }: Body = data ?? {}
      return { ...answer, body: data ? { ...body, data: rest } : body }
    },
  },
  {
    rule: 'no-recovery-after-401',
    does: 'gives up for good at the first 401',
    sends: (send) => {
      let over = false
      return async (kind, request) => {
        if (over) throw new Stopped('for good')
        const answer = await send(kind, request)
        over = kind === 'read' && answer.status === 401
        if (over) throw new Stopped('for good')
        return answer
      }
    },
  },
  {
    rule: 'same-token-after-401',
    does: 'repeats a call that was refused with 401 before it renews',
    sends: (send) => async (kind, request) => {
      const answer = await send(kind, request)
      return kind === 'read' && answer.status === 401 ? send(kind, request) : answer
    },
  },
  {
    rule: 'refresh-on-403',
    does: 'repeats a call that was refused with 403, with a new token',
    sends:
      (send, { client }) =>
      async (kind, request) => {
        const answer = await send(kind, request)
        if (kind !== 'read' || answer.status !== 403) return answer
        client().forget()
        return send(kind, withHeaders(request, { authorization: `Bearer ${await client().token()}` }))
      },
  },
  {
    rule: 'refresh-on-429',
    does: 'waits at a 429, and takes a new token then',
    sends:
      (send, { client }) =>
      async (kind, request) => {
        const answer = await send(kind, request)
        if (kind === 'read' && answer.status === 429) client().forget()
        return answer
      },
  },
  {
    rule: 'token-not-cached',
    does: 'throws its token away after each read',
    sends:
      (send, { client }) =>
      async (kind, request) => {
        const answer = await send(kind, request)
        if (kind === 'read' && isServed(answer)) client().forget()
        return answer
      },
  },
  {
    rule: 'token-endpoint-hammered',
    does: 'goes on asking for a token, every ten seconds, when it is refused one',
    sends:
      (send, { world }) =>
      async (kind, request) => {
        let answer = await send(kind, request)
        // A refused refresh token or code is another matter.
        const isClient = () => grantOf(request) !== 'refresh_token' && !/code/.test(answer.body.error_description)
        for (let n = 0; n < 7 && kind === 'token' && isRefused(answer) && isClient(); n++) {
          await world.sleep(10)
          answer = await send(kind, request)
        }
        return answer
      },
  },
]
