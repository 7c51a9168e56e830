/** GET /__admin/fidelity: how well each thing is known. */

import { expect, test } from 'vitest'
import { count, fidelity } from '../../src/core/fidelity.ts'
import { providers } from '../../src/providers/index.ts'
import { stand } from './stand.ts'

test('every row of every provider, and counts', async () => {
  const { status, body } = await stand().admin.get('/fidelity')
  const rows = providers.flatMap(fidelity)
  expect(status).toBe(200)
  expect(body).toEqual(JSON.parse(JSON.stringify({ counts: count(rows), rows })))
})

test('those of one provider', async () => {
  const { body } = await stand().admin.get('/fidelity?provider=hoopai')
  expect(Object.keys(body.counts)).toEqual(['hoopai'])
  expect(new Set(body.rows.map(({ provider }: { provider: string }) => provider))).toEqual(new Set(['hoopai']))
})

test('an unknown provider, or another question, is refused with what is known', async () => {
  const { admin } = stand()
  const unknown = await admin.get('/fidelity?provider=hooper')
  expect([unknown.status, unknown.body.error.known]).toEqual([400, ['hoopr', 'hoopai', 'soundcharts']])
  expect((await admin.get('/fidelity?kind=route')).status).toBe(400)
})
