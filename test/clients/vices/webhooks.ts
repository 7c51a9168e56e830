/** Vices of those who hear of things. */

import { careful, type Hearing } from '../../scenarios/clients/ear.ts'
import type { Client } from '../../scenarios/clients/good.ts'
import { changeContact } from '../../scenarios/clients/work.ts'
import type { Vice } from './vice.ts'

export const webhooks: readonly Vice[] = [
  { rule: 'webhook-unverified', does: 'verifies no signature', hears: () => careful(() => true) },
  {
    rule: 'webhook-replayed',
    does: 'writes whenever it is told of a new contact, again and again of the same',
    hears: eager,
  },
  {
    rule: 'webhook-slow',
    does: 'answers when its work is done',
    // Of five seconds in wall time, 40 ms.
    conduct: { 'webhook-slow': { withinMs: 40 } },
    hears() {
      const good = careful()
      return {
        ...good,
        async hear(letter) {
          await new Promise((resolve) => setTimeout(resolve, 60))
          return good.hear(letter)
        },
      }
    },
  },
]

/** Writes after it has answered, and before it hears of anything else. */
function eager(): Hearing {
  const good = careful()
  let client: Client
  const todo: string[] = []
  const work = async () => {
    for (const id of todo.splice(0)) await changeContact(client, id, { name: 'Ann Welcomed' })
  }
  return {
    ...good,
    listen(world, writer) {
      client = writer
      return good.listen(world, writer)
    },
    async hear(letter) {
      await work()
      const status = await good.hear(letter)
      if (status === 200 && letter.body.type === 'ContactCreate') todo.push(letter.body.id)
      return status
    },
    work,
  }
}
