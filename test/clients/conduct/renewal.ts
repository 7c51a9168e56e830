/** Clients whose access tokens end, or are said to be the reason when they are not. */

import type { Kit } from './kit.ts'
import type { Case, Cases } from './matrix.ts'

const ANYWHERE: Case['at'] = ['hoopr', 'hoopai', 'soundcharts']

/** Reads twice; the second read is refused. */
async function untilRefused(kit: Kit) {
  const tokens = await kit.connect()
  await kit.read(tokens)
  await kit.read(tokens)
  return tokens
}

async function healed(kit: Kit) {
  const tokens = await untilRefused(kit)
  await kit.read(kit.tokensOf(await kit.renew(tokens)))
}

/** The first token dies, and the endpoint for the next one fails once. */
const OUTAGE: Case['scenario'] = {
  rules: [
    { id: 'expiry', call: 'GET /**', skip: 1, times: 1, do: 'expire' },
    { id: 'outage', call: 'POST /**/token', skip: 1, times: 1, do: { error: 'unavailable' } },
  ],
}

const DAY = { hoopr: '1h', hoopai: '24h', soundcharts: '1h' } as const

export const renewal: Cases = {
  'same-token-after-401': [
    {
      at: ANYWHERE,
      scenario: 'expired-access-token',
      async bad(kit) {
        const tokens = await untilRefused(kit)
        await kit.read(tokens)
      },
      good: healed,
    },
    {
      at: ANYWHERE,
      scenario: OUTAGE,
      // Gets a new token in the end, and goes on with the old one.
      async bad(kit) {
        const tokens = await untilRefused(kit)
        await kit.renew(tokens)
        await kit.renew(tokens)
        await kit.read(tokens)
      },
      // As long as it gets none, the old one is all that it has.
      async good(kit) {
        const tokens = await untilRefused(kit)
        await kit.renew(tokens)
        await kit.read(tokens)
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
      },
    },
  ],
  'no-recovery-after-401': [
    {
      at: ANYWHERE,
      scenario: 'expired-access-token',
      bad: async (kit) => void (await untilRefused(kit)),
      good: healed,
    },
  ],
  'expired-token-sent': [
    {
      at: ['hoopr', 'soundcharts'],
      runs: true,
      async bad(kit) {
        const tokens = await kit.connect()
        await kit.wait('1h5m')
        await kit.read(tokens)
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
      },
      // Renews in time; a token that ends before its time, or in the machine's sleep, it cannot know of.
      async good(kit) {
        const first = await kit.connect()
        await kit.wait('56m')
        const second = kit.tokensOf(await kit.renew(first))
        await kit.read(second)
        await kit.jump('2h')
        await kit.read(second)
        await kit.read(kit.tokensOf(await kit.renew(second)))
      },
    },
  ],
  'refresh-too-early': [
    {
      at: ANYWHERE,
      async bad(kit) {
        let tokens = await kit.connect()
        for (let n = 0; n < 3; n++) {
          await kit.read(tokens)
          await kit.read(tokens)
          await kit.wait('10m')
          tokens = kit.tokensOf(await kit.renew(tokens))
        }
      },
      async good(kit) {
        let tokens = await kit.connect()
        for (let n = 0; n < 3; n++) {
          await kit.wait(DAY[kit.provider])
          tokens = kit.tokensOf(await kit.renew(tokens))
          await kit.read(tokens)
        }
      },
    },
  ],
  'refresh-on-403': [
    {
      at: ANYWHERE,
      scenario: { rules: [{ id: 'refusal', call: 'GET /**', times: 1, do: { status: 403 } }] },
      async bad(kit) {
        const tokens = await kit.connect()
        await kit.read(tokens)
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
      },
      async good(kit) {
        const tokens = await kit.connect()
        await kit.read(tokens)
        await kit.read(tokens)
      },
    },
  ],
  'refresh-on-429': [
    {
      at: ANYWHERE,
      scenario: 'burst-limit',
      async bad(kit) {
        const tokens = await untilRefused(kit)
        await kit.wait('1m')
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
      },
      async good(kit) {
        const tokens = await untilRefused(kit)
        await kit.wait('1m')
        await kit.read(tokens)
      },
    },
  ],
}
