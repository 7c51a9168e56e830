/** Every rule against a client that breaks it and one that does not, for each provider where it holds. */

import { describe, expect, test } from 'vitest'
import type { Case } from './clients/case.ts'
import { credentials } from './clients/credentials.ts'
import { limits } from './clients/limits.ts'
import { reads } from './clients/reads.ts'
import { webhooks } from './clients/webhooks.ts'
import { court } from './court.ts'

const CASES: readonly Case[] = [...limits, ...credentials, ...reads, ...webhooks]

describe.each(CASES.map((each, i) => [`${each.rule} at ${each.provider} (${i})`, each] as const))('%s', (_, each) => {
  const stand = () => {
    const { provider, scenario, settings, running = false } = each
    return court(provider, { running, ...(scenario ? { scenario } : {}), ...(settings ? { settings } : {}) })
  }
  const findings = async (client: Case['bad']) => {
    const judged = await stand()
    await client(judged)
    return (await judged.report()).findings.map(({ rule, message }) => ({ rule, message }))
  }

  test('a client that breaks it is caught by it, and by no other', async () => {
    const found = await findings(each.bad)
    expect([...new Set(found.map(({ rule }) => rule))], JSON.stringify(found)).toEqual([each.rule])
  })

  test('one that does not is left alone', async () => {
    expect(await findings(each.good)).toEqual([])
  })
})
