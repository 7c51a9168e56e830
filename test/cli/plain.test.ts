import { expect, test } from 'vitest'
import { plainStart } from '../../src/cli/plain.ts'

test.each([
  [[], {}],
  [['start'], {}],
  [['--port', '0'], { port: '0' }],
  [['start', '--port=0', '--port', '1', '--seed=-5'], { port: '1', seed: '-5' }],
  [['--watch', '--scenario', 'a b.yaml', '--no-color'], { watch: true, scenario: 'a b.yaml', 'no-color': true }],
  [['--provider', 'a.js', '--provider=b.js'], { provider: ['a.js', 'b.js'] }],
  [['--public-url=https://a.example/?b=c', '--host='], { 'public-url': 'https://a.example/?b=c', host: '' }],
])('%j is a start', (argv, flags) => {
  expect(plainStart(argv)).toEqual(flags)
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
