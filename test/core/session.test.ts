import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { Sessions } from '../../src/core/sessions.ts'

test('sessions are named by counting where they have no name', () => {
  const sessions = new Sessions()
  expect([sessions.create({}).name, sessions.create({}).name]).toEqual(['session-1', 'session-2'])
  expect(() => sessions.create({ name: 'session-1' })).toThrow('already')
  expect(() => sessions.create({ name: 'a/b' })).toThrow('1 to 64')
})

test.each(['', '.', '..', 'a b', 'a/b', 'x'.repeat(65)])('%j is no name of a session', (name) => {
  expect(() => new Sessions().create({ name })).toThrow(RangeError)
})

test('a reset is a new universe of the same name, seed and clock', () => {
  const sessions = new Sessions()
  const old = sessions.create({ name: 'a', seed: 5, frozenAt: 100 })
  old.clock.advance(50)
  old.state.count('n')
  const fresh = sessions.reset(old)
  expect(sessions.get('a')).toBe(fresh)
  expect([fresh.seed, fresh.clock.now(), fresh.state.count('n', 0)]).toEqual([5, 100, 0])
})

test.each(['before', 'after'])('a session that is over does nothing that was put on its agenda %s', async (when) => {
  const sessions = new Sessions({ frozenAt: 0 })
  const session = sessions.create({ name: 'a' })
  const done: string[] = []
  if (when === 'after') sessions.drop('a')
  session.agenda.on('work', async ({ id }) => void done.push(id))
  await session.agenda.add('x', 1, { kind: 'work' })
  if (when === 'before') sessions.drop('a')
  expect([await session.agenda.advance(2), done]).toEqual([[], []])
})

test('only a session with credentials of its own is found by their tag, and no longer once it is dropped', () => {
  const sessions = new Sessions()
  const own = sessions.create({ ownCredentials: true })
  const shared = sessions.create({})
  expect(sessions.byTag(() => ['000000000000', own.tag])).toBe(own)
  expect(sessions.byTag(() => [shared.tag])).toBeUndefined()
  sessions.drop(own.name)
  expect(sessions.byTag(() => [own.tag])).toBeUndefined()
})

test('ten thousand sessions cost memory for their own state only', () => {
  const script = `
    const { Sessions } = await import('./src/core/sessions.ts')
    const { providers } = await import('./src/providers/index.ts')
    const used = () => (gc(), process.memoryUsage().heapUsed)
    const sessions = new Sessions()
    const make = async () => {
      const session = sessions.create({ ownCredentials: true })
      for (const provider of providers) await provider.credentials(session, '')
      session.forget()
    }
    await make()
    const before = used()
    for (let i = 0; i < 10000; i++) await make()
    process.stdout.write(String((used() - before) / 10000))
    if (sessions.size !== 10002) process.exit(1)`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  )
  const bytesEach = Number(stdout)
  expect(bytesEach, stderr).toBeGreaterThan(100)
  // An idle session is a handful of small objects; a journal ring or a catalogue made at birth would cost many times this.
  expect(bytesEach).toBeLessThan(1000)
})
