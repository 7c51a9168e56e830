// Prints what routes of every provider cost beside a bare node:http server that sends the same bytes, and what routes that
// sign cost beside jose's own signing. `routes.mjs WORD` measures only the routes whose names the word stands in;
// `routes.mjs --all` every route that can be called again and again, in shorter rounds, and tells of those that cost most.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { importJWK, SignJWT } from 'jose'
import { ask, at, load, median, start } from './server.mjs'

const ROUNDS = 3
const LEAST = 0.3
/** A bare server that was just started is slow at first. */
const WARM = 3000
const all = process.argv[2] === '--all'
const only = all ? '' : (process.argv[2] ?? '')

const emulator = await start([at('serving.mjs')], { shows: /^calls (.*)$/m })
if (all) await measureAll()
else await measureFew()
emulator.child.kill()

async function measureFew() {
  const calls = JSON.parse(emulator.shown[1]).filter(({ name }) => name.includes(only))
  const jose = { HS256: await signing('hoopr'), RS256: await signing('hoopai') }
  console.log(`
Node ${process.version}; medians of ${ROUNDS} rounds of 1 s in turn, after ${WARM} calls each, from 16 connections

                                   calls a second      ratio   target      ms a call     99 %
                                   bare     ours                         bare   ours     ours`)
  for (const call of calls) {
    const [bare, ours] = await measure(call, { duration: 1 })
    const [target, ratio] = call.signs
      ? [jose[call.signs], ours.rate / jose[call.signs]]
      : [bare.rate, ours.rate / bare.rate]
    console.log(
      call.name.padEnd(31) +
        [target, ours.rate].map((each) => each.toFixed(0).padStart(9)).join('') +
        ratio.toFixed(2).padStart(10) +
        (call.signs ? `   >= 0.6 of jose ${call.signs}`.padEnd(9) : `   >= ${call.least ?? LEAST}`.padEnd(9)) +
        [bare.mean, ours.mean, ours.p99].map((each) => each.toFixed(2).padStart(8)).join(''),
    )
  }
  console.log(`jose signs ${jose.HS256.toFixed(0)} HS256 and ${jose.RS256.toFixed(0)} RS256 tokens a second`)
}

/** The processor's time a call decides: rounds are too short for what else the machine does not to show in rates. */
async function measureAll() {
  const tsx = at('../node_modules/tsx/dist/cli.mjs')
  const found = execFileSync(process.execPath, [tsx, at('calls.ts'), emulator.url], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  const { calls, left } = JSON.parse(found)
  const rows = []
  for (const call of calls) {
    try {
      const [bare, ours] = await measure(call, { amount: 400 })
      rows.push({ name: call.name, bare, ours, ratio: bare.cpuMicros / ours.cpuMicros })
    } catch {
      // It was served twice, and is refused in the end.
      left.push(call.name)
    }
  }
  rows.sort((a, b) => a.ratio - b.ratio)
  const slow = rows.filter(({ ratio }) => ratio < LEAST)
  console.log(`
Node ${process.version}; processor time, medians of ${ROUNDS} rounds of 400 calls in turn, after ${WARM} each, from 16 connections
${rows.length} routes: ${rows.length - slow.length} at ${LEAST} of bare or more, ${slow.length} below; the median is ${median(rows.map(({ ratio }) => ratio)).toFixed(2)}

                                                           CPU µs a call      ratio
                                                           bare     ours`)
  for (const { name, bare, ours, ratio } of rows.slice(0, Math.max(10, slow.length)))
    console.log(
      name.padEnd(54) +
        [bare, ours].map(({ cpuMicros }) => cpuMicros.toFixed(1).padStart(9)).join('') +
        ratio.toFixed(2).padStart(11),
    )
  console.log(`Not measured, since the same call is not served again and again: what deletes, and ${left.join(', ')}`)
}

/** A call's medians: bare, and ours. */
async function measure(call, round) {
  const answer = await ask(emulator.url, call)
  if (answer.status >= 300) throw new Error(`${call.name} answered ${answer.status}: ${answer.body}`)
  const bare = await start([at('bare.cjs')], { env: { ANSWER: JSON.stringify(answer) } })
  const rounds = []
  try {
    for (const server of [bare, emulator]) await load(server, call, { amount: WARM })
    for (let n = 0; n < ROUNDS; n++) rounds.push([await load(bare, call, round), await load(emulator, call, round)])
  } finally {
    bare.child.kill()
  }
  return [0, 1].map((side) => {
    const middle = (what) => median(rounds.map((each) => each[side][what]))
    return { rate: middle('rate'), mean: middle('mean'), p99: middle('p99'), cpuMicros: middle('cpuMicros') }
  })
}

/** Tokens a second, eight at a time, with a key that is imported once. */
async function signing(provider) {
  const jwk = JSON.parse(readFileSync(at('../fixtures/keys.json'), 'utf8'))[provider]
  const key = await importJWK(jwk, jwk.alg)
  const claims = {
    sub: '5d0b1e00-0000-4000-8000-000000000001',
    scope: 'catalog:read search',
    mode: 'test',
    iat: 1,
    exp: 2,
  }
  const one = () => new SignJWT(claims).setProtectedHeader({ alg: jwk.alg, typ: 'JWT' }).sign(key)
  const rates = []
  for (let round = 0; round < 5; round++) {
    const from = performance.now()
    let n = 0
    for (; performance.now() - from < 400; n += 8) await Promise.all(Array.from({ length: 8 }, one))
    rates.push((n / (performance.now() - from)) * 1000)
  }
  return median(rates)
}
