/** Which token a finding is about, and where that comes from. */

import { expect, test } from 'vitest'
import { tell } from '../../src/reports/words.ts'
import { stand } from '../clients/conduct/kit.ts'

test('a spent refresh token is told with the code that it descends from, and never itself', async () => {
  const { kit, report } = await stand('hoopai', { clock: 'frozen' })
  const first = await kit.connect()
  await kit.jump('1m')
  const second = kit.tokensOf(await kit.renew(first))
  await kit.jump('1h')
  await kit.renew(first)
  const { findings, evidence } = await report()
  expect(findings.map(({ rule }) => rule)).toEqual(['rotated-token-reused'])
  expect(findings[0]!.lineage).toEqual([
    {
      id: expect.stringMatching(/^[\w-]{22}$/),
      kind: 'code',
      issuedAt: '2026-01-01T00:00:00.000Z',
      spentAt: '2026-01-01T00:00:00.000Z',
    },
    {
      id: expect.stringMatching(/^[\w-]{22}$/),
      kind: 'refresh',
      issuedAt: '2026-01-01T00:00:00.000Z',
      spentAt: '2026-01-01T00:01:00.000Z',
    },
  ])
  const told = new Map(tell(findings[0]!, { evidence }))
  expect(told.get('Token')).toMatch(
    /^code [\w-]{6}, issued \S+, spent \S+ -> refresh [\w-]{6}, issued \S+, spent \S+Z$/,
  )
  for (const token of [first.refresh, second.refresh]) expect(JSON.stringify(findings)).not.toContain(token)
})

test('a call without a token has none', async () => {
  const { kit, report } = await stand('soundcharts', { clock: 'frozen' })
  await kit.connect()
  await kit.call('GET /api/v2/referential/platforms?api_key=0123456789abcdef0123')
  expect((await report()).findings.map(({ lineage }) => lineage)).toEqual([[]])
})
