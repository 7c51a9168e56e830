/** Apps that receive webhooks, and what they do then. */

import { createPublicKey, verify } from 'node:crypto'
import { MINUTE } from '../../../src/core/clock.ts'
import type { Delivery, Post } from '../../../src/core/outbox.ts'
import { type Case, login, type Stand, wait } from './case.ts'

/** Sends one event, or the same one again. */
async function deliver({ card, session }: Stand, fault = 'none', again?: Delivery): Promise<Delivery> {
  const at = session.clock.now()
  const request = { type: 'ContactCreate', url: 'http://127.0.0.1:9/hook', fault }
  const delivery = again ? await session.outbox.send(again, { at }) : await card.webhooks!.send(session, at, request)
  await session.agenda.idle()
  return delivery
}

/** A receiver that verifies signature and time, as HoopAI's page on webhooks says. */
function careful({ credentials, session }: Stand): Post {
  const key = createPublicKey({
    key: Buffer.from(credentials.webhookKeys.ed25519, 'base64'),
    format: 'der',
    type: 'spki',
  })
  return async ({ body, headers }) => {
    const signature = Buffer.from(headers['x-ghl-signature'] ?? headers['X-GHL-Signature'] ?? '', 'base64')
    const age = session.clock.now() - Date.parse(JSON.parse(body).timestamp)
    return { status: verify(null, Buffer.from(body), key, signature) && age < 5 * MINUTE ? 200 : 401 }
  }
}

const afterMs = (ms: number): Post => {
  return () => new Promise((resolve) => setTimeout(() => resolve({ status: 200 }), ms))
}

export const webhooks: readonly Case[] = [
  ...(
    [
      ['webhook-unverified', 'signature'],
      ['webhook-replayed', 'stale'],
    ] as const
  ).map(
    ([rule, fault]): Case => ({
      rule,
      provider: 'hoopai',
      async bad(stand) {
        await login(stand)
        await deliver(stand, fault)
      },
      async good(stand) {
        await login(stand)
        stand.receive(careful(stand))
        await deliver(stand, fault)
        await deliver(stand)
      },
    }),
  ),
  {
    rule: 'webhook-replayed',
    provider: 'hoopai',
    async bad(stand) {
      const { read, locationId } = await login(stand, ['contacts.write'])
      const act = () => read('POST /contacts/', { json: { locationId, firstName: 'Ada', phone: '+15550100' } })
      const delivery = await deliver(stand)
      await act()
      await wait(stand, 1000)
      await deliver(stand, 'none', delivery)
      await act()
    },
    async good(stand) {
      const { read, locationId } = await login(stand, ['contacts.write'])
      const act = (firstName: string) => read('POST /contacts/', { json: { locationId, firstName } })
      const delivery = await deliver(stand)
      await act('Ada')
      await wait(stand, 1000)
      await deliver(stand, 'none', delivery)
      // Another event may well lead to another write.
      await deliver(stand)
      await act('Grace')
    },
  },
  {
    rule: 'webhook-slow',
    provider: 'hoopai',
    scenario: { conduct: { 'webhook-slow': { withinMs: 250 } } },
    async bad(stand) {
      await login(stand)
      stand.receive(afterMs(300))
      await deliver(stand)
    },
    async good(stand) {
      await login(stand)
      await deliver(stand)
    },
  },
]
