/** Clients that ask for tokens more often than they need. */

import type { Case, Cases } from './matrix.ts'

const ANYWHERE: Case['at'] = ['hoopr', 'hoopai', 'soundcharts']

export const tokenEndpoint: Cases = {
  'token-not-cached': [
    {
      at: ['hoopr', 'soundcharts'],
      async bad(kit) {
        for (let n = 0; n < 5; n++) {
          await kit.read(await kit.connect())
          await kit.wait('5s')
        }
      },
      // Four processes that start one after the other, each with a token of its own.
      async good(kit) {
        const held = []
        for (let n = 0; n < 4; n++) {
          held.push(await kit.connect())
          await kit.read(held[n]!)
        }
        await kit.wait('6m')
        for (const tokens of held) await kit.read(tokens)
        await kit.read(await kit.connect())
      },
    },
    {
      at: ['hoopr', 'soundcharts'],
      scenario: { rules: [{ id: 'flaky', call: 'GET /**', every: 2, do: { status: 503 } }] },
      // Each second call fails, and is repeated with the token that it has.
      async bad(kit) {
        for (let n = 0; n < 7; n++) {
          const tokens = await kit.connect()
          await kit.wait('2m')
          while ((await kit.read(tokens)).status === 503) await kit.wait('5s')
        }
      },
      async good(kit) {
        const tokens = await kit.connect()
        for (let n = 0; n < 7; n++) {
          await kit.wait('2m')
          while ((await kit.read(tokens)).status === 503) await kit.wait('5s')
        }
      },
    },
    {
      at: ['hoopr', 'soundcharts'],
      // One of its tokens it uses for two calls.
      async bad(kit) {
        for (let n = 0; n < 6; n++) {
          const tokens = await kit.connect()
          await kit.read(tokens)
          if (n === 2) await kit.read(tokens)
          await kit.wait('2m')
        }
      },
      async good(kit) {
        const tokens = await kit.connect()
        for (let n = 0; n < 5; n++) await kit.read(tokens)
      },
    },
  ],
  'token-endpoint-hammered': [
    {
      at: ANYWHERE,
      scenario: 'wrong-client',
      async bad(kit) {
        const code = kit.provider === 'hoopai' ? (await kit.consent()).get('code')! : ''
        for (let n = 0; n < 7; n++) {
          if (code) await kit.exchange(code)
          else await kit.renew({ access: '' })
          await kit.wait('10s')
        }
      },
      // As Soundcharts' SDK: six times, ten seconds apart.
      async good(kit) {
        const code = kit.provider === 'hoopai' ? (await kit.consent()).get('code')! : ''
        for (let n = 0; n < (code ? 1 : 6); n++) {
          if (code) await kit.exchange(code)
          else await kit.renew({ access: '' })
          await kit.wait('10s')
        }
      },
    },
  ],
}
