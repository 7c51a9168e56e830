import { describe, expect, test } from 'vitest'
import { Agenda } from '../../src/core/agenda.ts'
import { Clock, MINUTE } from '../../src/core/clock.ts'
import { MemoryState } from '../../src/core/memory.ts'
import { type Answer, type Letter, Outbox, type Post, type Seal } from '../../src/core/outbox.ts'
import type { State } from '../../src/core/state.ts'
import { hostileState } from './hostile.ts'

const OK: Answer = { status: 200 }
const DOWN: Answer = { status: 503 }

/** An outbox on a frozen clock, and what comes out of it. `answers` go by the order of attempts; the last one stays. */
function stand({ state = new MemoryState() as State, answers = [OK], post, seal }: Partial<Options> = {}) {
  const clock = new Clock(0)
  const agenda = new Agenda(state, clock)
  const sent: { at: number; text: string; headers: object; timeoutMs: number }[] = []
  const send: Post = async ({ body, headers, timeoutMs }) => {
    sent.push({ at: clock.now(), text: body, headers, timeoutMs })
    return answers[Math.min(sent.length, answers.length) - 1]!
  }
  const outbox = new Outbox(state, clock, agenda, { post: post ?? send, seal })
  agenda.on('webhook', (due) => outbox.attempt(due))
  return { state, clock, agenda, outbox, sent, texts: () => sent.map(({ text }) => text) }
}
interface Options {
  state: State
  answers: Answer[]
  post: Post
  seal: Seal
}

function letter(text: string, more: Partial<Letter> = {}): Letter {
  const url = 'http://localhost/hook'
  const base = {
    provider: 'acme',
    webhookId: `id of ${text}`,
    type: 'Made',
    recipient: 'app',
    url,
    headers: { a: 'b' },
  }
  return { ...base, body: text, retriesMs: [MINUTE, 2 * MINUTE], timeoutMs: 10_000, ...more }
}

describe.each([
  ['memory', () => new MemoryState()],
  ['a hostile state', () => hostileState()],
])('on %s', (_name, open) => {
  test('letters go out at once, in the order they were put in', async () => {
    const { outbox, agenda, sent } = stand({ state: open() })
    for (const text of ['one', 'two', 'three']) await outbox.send(letter(text), { at: 0 })
    await agenda.idle()
    expect(sent).toEqual(
      ['one', 'two', 'three'].map((text) => ({ at: 0, text, headers: { a: 'b' }, timeoutMs: 10_000 })),
    )
    const listed = await outbox.list()
    expect(listed.map(({ webhookId, delivered, dueAt }) => [webhookId, delivered, dueAt])).toEqual([
      ['id of three', true, null],
      ['id of two', true, null],
      ['id of one', true, null],
    ])
    expect(listed[0]!.attempts).toEqual([{ at: 0, status: 200, tookMs: expect.any(Number) }])
  })

  test('what fails is sent again, the same bytes at the instants that it names, until it is good', async () => {
    const { outbox, agenda, sent } = stand({
      state: open(),
      answers: [DOWN, { error: 'ECONNREFUSED' }, { status: 204 }],
    })
    await outbox.send(letter('x'), { at: 0 })
    await agenda.idle()
    expect((await outbox.list())[0]).toMatchObject({ dueAt: MINUTE, delivered: false })
    const outcome = { webhookId: 'id of x', type: 'Made' }
    expect((await agenda.advance(10 * MINUTE)).map(({ at, outcome }) => [at, outcome])).toEqual([
      [MINUTE, { ...outcome, attempt: 2, error: 'ECONNREFUSED', nextAttemptAt: '1970-01-01T00:03:00.000Z' }],
      [3 * MINUTE, { ...outcome, attempt: 3, status: 204 }],
    ])
    expect(sent.map(({ at, text }) => [at, text])).toEqual([0, MINUTE, 3 * MINUTE].map((at) => [at, 'x']))
    expect((await outbox.list()).map(({ attempts, ...rest }) => [attempts.length, rest.delivered])).toEqual([[3, true]])
  })

  test('one that is to go behind the next waits for it, and goes before all that follow', async () => {
    const { outbox, agenda, texts } = stand({ state: open() })
    const behindNextUntil = MINUTE
    await outbox.send(letter('first'), { at: 0, behindNextUntil })
    await outbox.send(letter('elsewhere', { url: 'http://localhost/other' }), { at: 0 })
    await outbox.send(letter('with a query', { url: 'http://localhost/hook?of=another' }), { at: 0 })
    await outbox.send(letter('for another', { recipient: 'another' }), { at: 0 })
    await agenda.idle()
    expect(texts()).toEqual(['elsewhere', 'with a query', 'for another'])
    await outbox.send(letter('next'), { at: 0 })
    await outbox.send(letter('last'), { at: 0 })
    await agenda.idle()
    expect(texts().slice(3)).toEqual(['next', 'first', 'last'])
    expect(await agenda.advance(2 * MINUTE)).toEqual([])
  })

  test('where one waits, its secrets do not stand', async () => {
    const { outbox, state } = stand({ state: open() })
    const url = 'http://me:hidden@localhost/hook?of=another&token=hidden&sig=hidden'
    await outbox.send(letter('first', { url }), { at: 0, behindNextUntil: MINUTE })
    const keys = JSON.stringify(await state.dump()).match(/webhook waiting.*?hook\?[^"]*/g)
    expect(keys).toEqual([expect.stringContaining('hook?of=another&token=[redacted]&sig=[redacted]')])
    expect(keys![0]).not.toContain('hidden')
  })

  test('two that are to go behind the next change places', async () => {
    const { outbox, agenda, texts } = stand({ state: open() })
    for (const text of ['1', '2', '3', '4', '5']) await outbox.send(letter(text), { at: 0, behindNextUntil: MINUTE })
    await agenda.idle()
    expect(texts()).toEqual(['2', '1', '4', '3'])
    expect((await agenda.advance(MINUTE)).map(({ at }) => at)).toEqual([MINUTE])
    await outbox.send(letter('6'), { at: MINUTE, behindNextUntil: 2 * MINUTE })
    await outbox.send(letter('7'), { at: MINUTE })
    await agenda.idle()
    expect(texts()).toEqual(['2', '1', '4', '3', '5', '7', '6'])
  })

  test('one that was let go before its time is tried again at its own time only', async () => {
    const { outbox, agenda, sent } = stand({ state: open(), answers: [OK, DOWN, OK] })
    await outbox.send(letter('first'), { at: 0, behindNextUntil: MINUTE / 2 })
    await outbox.send(letter('next'), { at: 0 })
    await agenda.advance(5 * MINUTE)
    expect(sent.map(({ at, text }) => `${text} ${at / MINUTE}`)).toEqual(['next 0', 'first 0', 'first 1'])
  })

  test('a snapshot taken while letters wait brings them all, in another process', async () => {
    const before = stand({ state: open(), answers: [DOWN], seal: ({ body }) => ({ seal: body }) })
    await before.outbox.send(letter('retried'), { at: 0 })
    await before.outbox.send(letter('late'), { at: 2 * MINUTE })
    await before.agenda.idle()
    const state = open()
    await state.load(await before.state.dump())
    const after = stand({ state, seal: ({ body }) => ({ seal: body }) })
    await after.agenda.advance(2 * MINUTE)
    const headers = (text: string) => ({ a: 'b', seal: text })
    expect(after.sent).toMatchObject([
      { at: MINUTE, text: 'retried', headers: headers('retried') },
      { at: 2 * MINUTE, text: 'late', headers: headers('late') },
    ])
    expect((await after.outbox.list()).map(({ attempts }) => attempts.length)).toEqual([1, 2])
  })
})

test.each([
  [199, false],
  [200, true],
  [299, true],
  [300, false],
  [429, false],
])('a status of %s is delivered: %s', async (status, delivered) => {
  const { outbox, agenda } = stand({ answers: [{ status }] })
  await outbox.send(letter('x', { retriesMs: [] }), { at: 0 })
  await agenda.idle()
  expect(await outbox.list()).toMatchObject([{ delivered, dueAt: null, attempts: [{ status }] }])
})

test('after its last try a letter is given up', async () => {
  const { outbox, agenda, sent, state } = stand({ answers: [DOWN] })
  await outbox.send(letter('x'), { at: 0 })
  const done = await agenda.advance(60 * MINUTE)
  expect(sent.map(({ at }) => at)).toEqual([0, MINUTE, 3 * MINUTE])
  expect(done.at(-1)!.outcome).toEqual({ webhookId: 'id of x', type: 'Made', attempt: 3, status: 503 })
  expect(await outbox.list()).toMatchObject([{ delivered: false, dueAt: null, attempts: [DOWN, DOWN, DOWN] }])
  expect(await state.nextDue()).toBeUndefined()
})

test('a letter is sealed once, right before its first attempt', async () => {
  const sealed: string[] = []
  const seal: Seal = async ({ body }) => {
    sealed.push(body)
    return { seal: `${body} ${sealed.length}` }
  }
  const { outbox, agenda, sent } = stand({ answers: [DOWN], seal })
  await outbox.send(letter('x'), { at: MINUTE })
  await agenda.idle()
  expect([sealed, (await outbox.list())[0]!.headers]).toEqual([[], { a: 'b' }])
  await agenda.advance(5 * MINUTE)
  expect(sent.map(({ headers }) => headers)).toEqual(Array(3).fill({ a: 'b', seal: 'x 1' }))
  expect((await outbox.list())[0]!.headers).toEqual({ a: 'b', seal: 'x 1' })
})

test('what goes wrong here is told like a failure there, and tried again', async () => {
  const post: Post = () => Promise.reject(new Error('no socket'))
  const failing = stand({ post })
  await failing.outbox.send(letter('x'), { at: 0 })
  await failing.agenda.idle()
  expect(await failing.outbox.list()).toMatchObject([{ attempts: [{ error: 'Error: no socket' }], dueAt: MINUTE }])
  const clock = new Clock(0)
  const state = new MemoryState()
  const agenda = new Agenda(state, clock)
  const mute = new Outbox(state, clock, agenda)
  agenda.on('webhook', (due) => mute.attempt(due))
  await mute.send(letter('x'), { at: 0 })
  await agenda.idle()
  expect(await mute.list()).toMatchObject([{ attempts: [{ error: 'nothing is sent from here' }] }])
})

test('the newest thousand are kept, and whatever is still under way', async () => {
  const { outbox, agenda } = stand()
  await outbox.send(letter('waiting'), { at: MINUTE })
  for (let i = 1; i <= 1200; i++) await outbox.send(letter(`${i}`), { at: 0 })
  await agenda.idle()
  const kept = await outbox.list()
  expect(kept.map(({ body }) => body)).toEqual([...Array.from({ length: 1000 }, (_, i) => `${1200 - i}`), 'waiting'])
})

test('when a thousand are under way, one that fails is not tried again', async () => {
  const { outbox, agenda } = stand({ answers: [DOWN] })
  for (let i = 1; i <= 1003; i++) await outbox.send(letter(`${i}`), { at: 0 })
  await agenda.idle()
  const waiting = (await outbox.list()).filter(({ dueAt }) => dueAt !== null)
  expect(waiting).toHaveLength(1000)
})

test('at its end an attempt under way is given up, and nothing is written of it', async () => {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const post: Post = ({ signal }) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ error: 'aborted' }))
      begin()
    })
  const { outbox, agenda } = stand({ post })
  await outbox.send(letter('x'), { at: 0 })
  await begun
  agenda.end()
  outbox.end()
  await agenda.idle()
  expect(await outbox.list()).toMatchObject([{ attempts: [], dueAt: 0 }])
})
