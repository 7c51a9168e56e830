// Prints what a call costs a server that has grown, beside one that has not: by rules, live sessions, live tokens and
// calls answered before. `node bench/growth.mjs WORD` measures only what the word stands in.

import { ask, at, load, median, start, usage } from './server.mjs'

/** No two processes are laid out alike, so each growth is looked at in several. */
const PAIRS = 3
const ROUNDS = 12
const ROUND = { amount: 2000 }
/** Until the run-time has compiled what it will. */
const WARM = { amount: 15_000 }

const GROWTHS = {
  rules: {
    count: 10_000,
    ways: [
      'a path each',
      'a part of a name each',
      'a caller each',
      'a time each',
      'a turn each',
      'a rhythm each',
      'a strike each, if there is a token',
    ],
  },
  'live sessions': {
    count: 10_000,
    ways: ['sessions found by prefix', 'sessions found by header', 'sessions found by credentials'],
  },
  'live tokens': { count: 1_000_000, ways: ['tokens'] },
  'calls answered before': { count: 100_000, ways: ['journal'] },
}

const only = process.argv[2] ?? ''
console.log(`
One call, Node ${process.version}: medians of ${PAIRS} times ${ROUNDS} rounds of ${ROUND.amount} calls in turn; the ratio is many to one, round by round

                                             CPU µs a call    ratio   target    memory, MB`)
for (const [name, { count, ways }] of Object.entries(GROWTHS)) {
  const wanted = ways.filter((way) => way.includes(only))
  if (wanted.length > 0) console.log(`${name.padEnd(36)}${'1'.padStart(11)}${count.toLocaleString('en').padStart(11)}`)
  for (const way of wanted) await compare(way, count)
}

async function compare(way, count) {
  const rounds = []
  const memory = []
  for (let pair = 0; pair < PAIRS; pair++) {
    const servers = await Promise.all([1, count].map((each) => grown(way, each)))
    for (const { server, call } of servers) await load(server, call, WARM)
    for (let n = 0; n < ROUNDS; n++) {
      const round = []
      // Each goes first in every other round.
      for (const i of n % 2 ? [1, 0] : [0, 1]) {
        const { server, call } = servers[i]
        round[i] = (await load(server, call, ROUND)).cpuMicros
      }
      rounds.push(round)
    }
    memory.push(servers.map(({ server }) => usage(server).megabytes))
    for (const { server } of servers) server.child.kill()
  }
  const middle = (list, side) => median(list.map((each) => each[side]))
  const cells = [0, 1].map((side) => middle(rounds, side).toFixed(1).padStart(11))
  const ratio = median(rounds.map(([one, many]) => many / one)).toFixed(2)
  const megabytes = [0, 1].map((side) => middle(memory, side).toFixed(0))
  console.log(`  ${way.padEnd(34)}${cells.join('')}${ratio.padStart(9)}   <= 1.10    ${megabytes.join(' and ')}`)
}

async function grown(way, count) {
  const server = await start([at('grown.mjs'), way, String(count)], { shows: /^call (.*)$/m })
  const call = JSON.parse(server.shown[1])
  const { status, body } = await ask(server.url, call)
  if (status !== 200) throw new Error(`${way}: ${call.path} answered ${status}: ${body}`)
  return { server, call }
}
