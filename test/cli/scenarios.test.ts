/** `stuntdouble list scenarios` and `list situations`: what is staged for whom. */

import { describe, expect, test } from 'vitest'
import { list } from '../../src/cli/list.ts'
import { groupedText, type Listed, scenarioRows } from '../../src/cli/scenarios.ts'
import { settle } from '../../src/cli/settle.ts'
import { readyNames } from '../../src/scenario/ready.ts'
import { SITUATIONS } from '../../src/scenario/situations.ts'

const listed = (section: string, json = false) => list([section], settle({ flags: { json }, env: {} }))

describe('scenarios', () => {
  test('stand under each of their providers, by duty, with the situation', async () => {
    const rows: Listed[] = [
      {
        name: 'two',
        providers: ['hoopr', 'hoopai'],
        duty: 'renewal',
        situations: [{ number: 7, about: 'It ends.' }],
        about: 'Long.',
      },
      { name: 'other', providers: ['hoopai'], duty: 'webhooks', situations: [], about: 'First. Second.' },
    ]
    expect(groupedText(rows)).toBe(
      `  hoopr
    renewal
      two     7  It ends.
  hoopai
    renewal
      two     7  It ends.
    webhooks
      other      First.`,
    )
    const text = await listed('scenarios')
    for (const { name, providers } of await scenarioRows())
      expect(text.match(new RegExp(`^ {6}${name} `, 'gm'))).toHaveLength(providers.length)
  })

  test('are the same as data', async () => {
    const { scenarios } = JSON.parse(await listed('scenarios', true)) as { scenarios: Listed[] }
    expect(scenarios.map(({ name }) => name).sort()).toEqual(readyNames())
    expect(scenarios.find(({ name }) => name === 'refresh-token-reused')).toEqual({
      name: 'refresh-token-reused',
      providers: ['hoopai'],
      duty: 'refresh',
      situations: [{ number: 12, about: SITUATIONS[11] }],
      about: expect.stringMatching(/^A refresh succeeds/),
    })
  })
})

test('every situation is listed with the scenarios that stage it', async () => {
  const { situations } = JSON.parse(await listed('situations', true))
  expect(situations).toHaveLength(30)
  expect(situations[11]).toMatchObject({
    situation: 12,
    about: SITUATIONS[11],
    scenarios: expect.arrayContaining(['refresh-token-reused']),
  })
})
