/** The session's clock. It only goes forward, and what falls due on the way is done before the answer. */

import * as v from 'valibot'
import { iso, LAST } from '../../core/clock.ts'
import type { Json } from '../../core/http.ts'
import type { Session } from '../../core/session.ts'
import { AdminError } from './errors.ts'
import { duration, instant } from './input.ts'
import { type AdminRoute, type Ask, route } from './route.ts'

const Move = v.pipe(
  v.strictObject({
    advance: v.optional(duration),
    set: v.optional(instant),
    freeze: v.optional(v.boolean()),
  }),
  v.check((move) => Object.keys(move).length === 1, 'exactly one of advance, set and freeze'),
)

export const clockRoutes: readonly AdminRoute[] = [
  route({
    method: 'GET',
    path: '/sessions/:session/clock',
    about: "the session's time",
    handle: ({ session }) => read(session),
  }),
  route({
    method: 'POST',
    path: '/sessions/:session/clock',
    about: 'move it forward: {advance: "59m"} or {set: "2026-01-01T00:00:00Z"}; or {freeze: true or false}',
    body: Move,
    handle: move,
  }),
]

async function move({ session, body }: Ask<v.InferOutput<typeof Move>>): Promise<Json> {
  const { clock, agenda } = session
  const now = clock.now()
  const to = body.set ?? now + (body.advance ?? 0)
  if (to < now || to > LAST)
    throw new AdminError('invalid_input', 'The clock only goes forward, and not beyond the year 9999.', {
      expected: `an instant from ${iso(now)} on`,
      got: to > LAST ? 'a later one' : iso(to),
    })
  const { advance, set, freeze } = body
  const due =
    set !== undefined ? await agenda.advanceTo(set) : freeze === undefined ? await agenda.advance(advance!) : []
  if (freeze === true) clock.freeze()
  if (freeze === false) {
    clock.thaw()
    await agenda.wake()
  }
  return { ...read(session), due: due.map(({ id, at, what, outcome }) => ({ id, at: iso(at), ...what, ...outcome })) }
}

function read({ clock }: Session): { now: string; frozen: boolean } {
  return { now: iso(clock.now()), frozen: clock.frozen }
}
