// Prints what routes of every provider cost beside a bare node:http server that sends the same bytes, and what routes that
// sign cost beside jose's own signing. `routes.mjs WORD` measures only the routes whose names the word stands in.

import { readFileSync } from 'node:fs'
import { importJWK, SignJWT } from 'jose'
import { ask, at, load, median, start } from './server.mjs'

const ROUNDS = 3
const ROUND = { duration: 1 }
const only = process.argv[2] ?? ''

const emulator = await start([at('serving.mjs')], { shows: /^calls (.*)$/m })
const calls = JSON.parse(emulator.shown[1]).filter(({ name }) => name.includes(only))
const jose = { HS256: await signing('hoopr'), RS256: await signing('hoopai') }

console.log(`
Node ${process.version}; medians of ${ROUNDS} rounds of ${ROUND.duration} s in turn, from 16 connections

                                   calls a second      ratio   target      ms a call     99 %
                                   bare     ours                         bare   ours     ours`)
for (const call of calls) {
  const answer = await ask(emulator.url, call)
  if (answer.status >= 300) throw new Error(`${call.name} answered ${answer.status}: ${answer.body}`)
  const bare = await start([at('bare.cjs')], { env: { ANSWER: JSON.stringify(answer) } })
  for (const server of [bare, emulator]) await load(server, call, ROUND)
  const rounds = []
  for (let n = 0; n < ROUNDS; n++) rounds.push([await load(bare, call, ROUND), await load(emulator, call, ROUND)])
  bare.child.kill()
  const middle = (side, pick) => median(rounds.map((round) => pick(round[side])))
  const [plain, ours] = [0, 1].map((side) => middle(side, ({ rate }) => rate))
  const [target, ratio] = call.signs ? [jose[call.signs], ours / jose[call.signs]] : [plain, ours / plain]
  const latency = [middle(0, ({ mean }) => mean), middle(1, ({ mean }) => mean), middle(1, ({ p99 }) => p99)]
  console.log(
    call.name.padEnd(31) +
      [target, ours].map((each) => each.toFixed(0).padStart(9)).join('') +
      ratio.toFixed(2).padStart(10) +
      (call.signs ? `   >= 0.6 of jose ${call.signs}`.padEnd(9) : `   >= ${call.least ?? '0.3'}`.padEnd(9)) +
      latency.map((each) => each.toFixed(2).padStart(8)).join(''),
  )
}
emulator.child.kill()
console.log(`jose signs ${jose.HS256.toFixed(0)} HS256 and ${jose.RS256.toFixed(0)} RS256 tokens a second`)

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
