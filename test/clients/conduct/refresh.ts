/** Clients whose refresh tokens are good once. */

import type { Kit, Tokens } from './kit.ts'
import type { Case, Cases } from './matrix.ts'

const AT: Case['at'] = ['hoopai']

/** The answer to the first refresh is lost once HoopAI has done its work. */
const LOST: Case['scenario'] = {
  rules: [
    {
      id: 'lost-answer',
      call: 'POST /oauth/token',
      where: { grant: 'refresh_token' },
      times: 1,
      phase: 'after',
      do: { wire: 'close' },
    },
  ],
}

/** Until the day is over, and the next call is refused. */
async function untilNextDay(kit: Kit, tokens: Tokens) {
  await kit.wait('24h')
  await kit.read(tokens)
}

export const refresh: Cases = {
  'refresh-stampede': [
    {
      at: AT,
      async bad(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        await Promise.all([kit.renew(tokens), kit.renew(tokens), kit.renew(tokens)])
      },
      async good(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
      },
    },
  ],
  'rotated-token-reused': [
    {
      at: AT,
      bad: reuse,
      async good(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        const second = kit.tokensOf(await kit.renew(tokens))
        await untilNextDay(kit, second)
        await kit.read(kit.tokensOf(await kit.renew(second)))
      },
    },
    {
      at: AT,
      // No token lives for longer than others are renewed early.
      settings: { accessTokenSeconds: 300 },
      bad: reuse,
      async good(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        const second = kit.tokensOf(await kit.renew(tokens))
        await kit.wait('4m')
        await kit.read(kit.tokensOf(await kit.renew(second)))
      },
    },
    {
      at: AT,
      scenario: LOST,
      settings: { refreshGraceSeconds: 30 },
      async bad(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        await kit.renew(tokens)
        await kit.renew(tokens)
        await kit.wait('2s')
        await kit.renew(tokens)
      },
      // An answer that was lost may be asked for once more.
      async good(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        await kit.renew(tokens)
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
      },
    },
  ],
  'rotated-token-dropped': [
    {
      // Keeps the new access token, and the refresh token of the first day.
      at: AT,
      async bad(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        const { access } = kit.tokensOf(await kit.renew(tokens))
        await untilNextDay(kit, { access })
        await kit.renew(tokens)
      },
      async good(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        const second = kit.tokensOf(await kit.renew(tokens))
        await untilNextDay(kit, second)
        await kit.renew(second)
      },
    },
    {
      // Asks the person each second day.
      at: AT,
      async bad(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        await untilNextDay(kit, kit.tokensOf(await kit.renew(tokens)))
        await kit.connect()
      },
      // A person who connects the app once more is no fault of it.
      async good(kit) {
        const tokens = await kit.connect()
        await untilNextDay(kit, tokens)
        await kit.read(kit.tokensOf(await kit.renew(tokens)))
        await kit.connect()
      },
    },
  ],
  'refresh-loop-after-rejection': [
    {
      at: AT,
      scenario: 'refresh-token-rejected',
      async bad(kit) {
        const tokens = await kit.connect()
        await kit.read(tokens)
        await kit.read(tokens)
        for (let n = 0; n < 3; n++) {
          await kit.renew(tokens)
          await kit.wait('5s')
        }
      },
      // As the official SDK: one refresh after each 401.
      async good(kit) {
        const tokens = await kit.connect()
        await kit.read(tokens)
        for (let n = 0; n < 3; n++) {
          await kit.read(tokens)
          await kit.renew(tokens)
        }
      },
    },
  ],
}

/** A second process has the old token from its start. */
async function reuse(kit: Kit): Promise<void> {
  const tokens = await kit.connect()
  await untilNextDay(kit, tokens)
  await kit.read(kit.tokensOf(await kit.renew(tokens)))
  await kit.wait('5s')
  await kit.renew(tokens)
}
