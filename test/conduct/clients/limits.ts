/** Clients that meet limits and failures: what they do next. */

import { type Case, forEach, login, type Stand, wait } from './case.ts'

const ALL = ['hoopr', 'hoopai', 'soundcharts'] as const
const TIGHT = {
  hoopr: { limits: { api: '2 per 10s' } },
  hoopai: { limits: { burst: '2 per 10s' } },
  soundcharts: { limits: { rate: '2 per 10s' } },
}
const failing = (times: number, headers = {}) => ({
  rules: [{ id: 'down', call: 'GET /**', times, do: { status: 503, headers, body: {} } }],
})

/** Reads until it is served, with these pauses, again and again the last of them. */
async function persist(stand: Stand, pausesMs: readonly number[], tries: number): Promise<void> {
  const { read } = await login(stand)
  for (let n = 0; n < tries; n++) {
    if ((await read()).status === 200 || n === tries - 1) return
    await wait(stand, pausesMs[Math.min(n, pausesMs.length - 1)]!)
  }
}

export const limits: readonly Case[] = [
  ...forEach(ALL, {
    rule: 'limit-headers-ignored',
    running: true,
    settings: TIGHT,
    async bad(stand) {
      const { read } = await login(stand)
      for (let n = 0; n < 3; n++) {
        await read()
        await wait(stand, 1500)
      }
    },
    async good(stand) {
      const { read } = await login(stand)
      await read()
      await read()
      await wait(stand, 10_000)
      await read()
    },
  }),
  ...forEach(ALL, {
    rule: 'retry-after-ignored',
    running: true,
    scenario: failing(1, { 'Retry-After': 30 }),
    bad: (stand) => persist(stand, [5000], 2),
    good: (stand) => persist(stand, [30_000], 2),
  }),
  ...forEach(ALL, {
    rule: 'retry-after-ignored',
    running: true,
    scenario: failing(1, { 'Retry-After': 'Fri, 31 Dec 2100 23:59:59 GMT' }),
    bad: (stand) => persist(stand, [5000], 2),
    good: (stand) => persist(stand, [], 1),
  }),
  ...forEach(['hoopr', 'soundcharts'], {
    rule: 'retry-after-ignored',
    running: true,
    settings: TIGHT,
    // What comes before that was fair: the limit was spent by others.
    scenario: { rules: [{ id: 'spent', call: 'GET /**', times: 1, do: 'exhaust' }] },
    bad: (stand) => persist(stand, [2000], 2),
    good: (stand) => persist(stand, [10_000], 2),
  }),
  ...forEach(ALL, {
    rule: 'no-backoff',
    running: true,
    scenario: failing(4),
    bad: (stand) => persist(stand, [10], 5),
    good: (stand) => persist(stand, [100, 200, 400, 800], 5),
  }),
  ...forEach(ALL, {
    rule: 'no-backoff',
    running: true,
    scenario: failing(9),
    bad: (stand) => persist(stand, [500], 10),
    // Pauses grow up to two seconds.
    good: (stand) => persist(stand, [500, 1000, 2000], 10),
  }),
  // What the official client does.
  {
    rule: 'no-backoff',
    provider: 'soundcharts',
    running: true,
    scenario: failing(5),
    bad: (stand) => persist(stand, [0], 6),
    good: (stand) => persist(stand, [10_000], 6),
  },
  ...forEach(ALL, {
    rule: 'retry-storm',
    running: true,
    scenario: failing(20),
    bad: (stand) => persist(stand, [1000, 2000, 4000, 8000], 12),
    good: (stand) => persist(stand, [1000, 2000, 4000, 8000], 6),
  }),
  ...forEach(ALL, {
    rule: 'retry-storm',
    running: true,
    scenario: failing(13),
    // It is served in the end.
    bad: (stand) => persist(stand, [2500], 14),
    good: (stand) => persist(stand, [2500], 9),
  }),
  {
    rule: 'unsafe-retry',
    provider: 'hoopai',
    scenario: { rules: [{ id: 'lost', call: 'contacts.create', times: 1, phase: 'after', do: { wire: 'reset' } }] },
    async bad(stand) {
      const { read, locationId } = await login(stand, ['contacts.write'])
      const json = { locationId, firstName: 'Ada', phone: '+15550100' }
      await read('POST /contacts/', { json })
      await read('POST /contacts/', { json })
    },
    async good(stand) {
      const { read, locationId } = await login(stand, ['contacts.readonly', 'contacts.write'])
      const json = { locationId, firstName: 'Ada', email: 'ada@example.com' }
      await read('POST /contacts/', { json })
      await read(`GET /contacts/?locationId=${locationId}&query=ada@example.com`)
    },
  },
  {
    rule: 'unsafe-retry',
    provider: 'hoopai',
    scenario: { rules: [{ id: 'never-done', call: 'POST /contacts/**', times: 1, do: { wire: 'reset' } }] },
    async bad(stand) {
      // Lost after it was done, this time.
      await stand.play([{ id: 'lost', call: 'contacts.create', times: 1, phase: 'after', do: { status: 502 } }])
      const { read, locationId } = await login(stand, ['contacts.write'])
      for (let n = 0; n < 2; n++) await read('POST /contacts/', { json: { locationId, firstName: 'Ada' } })
    },
    async good(stand) {
      const { read, locationId } = await login(stand, ['contacts.write'])
      for (let n = 0; n < 2; n++) await read('POST /contacts/', { json: { locationId, firstName: 'Ada' } })
      for (let n = 0; n < 2; n++) await read('POST /contacts/upsert', { json: { locationId, phone: '+15550101' } })
    },
  },
]
