import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { providers } from '../src/providers/index.ts'
import { callsOf, play, transcript } from './transcript.ts'

test('the same calls give the same bytes in every process (D1)', async () => {
  const script = fileURLToPath(new URL('./transcript.ts', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' })
  expect(stdout, stderr).toBe(await transcript())
})

test.each(providers.map((provider) => [provider.name, provider] as const))(
  '%s answers a call the same bytes in whatever order calls come (D2)',
  async (_name, provider) => {
    const calls = await callsOf(provider)
    const [token, ...inOrder] = await play(provider, calls)
    const order = fc.shuffledSubarray([...calls.keys()], { minLength: calls.length })
    await fc.assert(
      fc.asyncProperty(order, async (shuffled) => {
        const [same, ...answers] = await play(
          provider,
          shuffled.map((i) => calls[i]!),
        )
        expect(same).toBe(token)
        for (const [place, i] of shuffled.entries()) {
          // A list answers what was created before it: what it shows depends on the order, and should.
          if (/^(GET|.*search)/.test(calls[i]![0]) && provider.name === 'hoopai') continue
          expect(answers[place]).toBe(inOrder[i])
        }
      }),
      { numRuns: 20 },
    )
  },
)
