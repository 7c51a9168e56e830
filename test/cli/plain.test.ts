import { expect, test, vi } from 'vitest'
import { START } from '../../src/cli/flags.ts'
import { plainStart } from '../../src/cli/plain.ts'
import { valuesOf } from '../../src/cli/settle.ts'
import { serve } from '../../src/cli/start.ts'
import { run } from '../../src/cli/verbs.ts'

vi.mock('../../src/cli/start.ts', () => ({ serve: vi.fn() }))

const PLAIN: [argv: string[], flags: object][] = [
  [[], {}],
  [['start'], {}],
  [['--port', '0'], { port: '0' }],
  [['start', '--port=0', '--port', '1', '--seed=-5'], { port: '1', seed: '-5' }],
  [['--watch', '--scenario', 'a b.yaml', '--no-color'], { watch: true, scenario: 'a b.yaml', 'no-color': true }],
  [['--provider', 'a.js', '--provider=b.js'], { provider: ['a.js', 'b.js'] }],
  [['--public-url=https://a.example/?b=c', '--host='], { 'public-url': 'https://a.example/?b=c', host: '' }],
]

test.each(PLAIN)('%j is a start', (argv, flags) => {
  expect(plainStart(argv)).toEqual(flags)
})

test.each(PLAIN)('%j is to Commander what it is here', async (argv) => {
  process.argv = ['node', 'stuntdouble', ...argv]
  const wanted = await valuesOf(plainStart(argv)!, START).catch(String)
  const told = await run().then(() => vi.mocked(serve).mock.lastCall![0], String)
  expect(told).toEqual(wanted)
})

test.each([
  [['exec', '--', 'npm', 'test']],
  [['start', 'list']],
  [['--port', '0', 'start']],
  [['--help']],
  [['-h']],
  [['start', '--version']],
  [['--prot', '0']],
  [['--port']],
  [['--seed', '-5']],
  [['--watch=yes']],
  [['--timeout', '1s']],
  [['--']],
  [['']],
])('%j is left to Commander', (argv) => {
  expect(plainStart(argv)).toBeUndefined()
})
