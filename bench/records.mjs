// Prints what a page of 20 costs where a list is long: HoopAI's contacts at 1,000 and at 100,000, first page and middle.

import { ask, load, median, program, start, usage } from './server.mjs'

const SIZES = [1000, 100_000]
const ROUNDS = 5
const ROUND_SECONDS = 2
const headers = { version: '2021-07-28' }

const server = await start(program)
const lists = []
for (const size of SIZES) lists.push({ size, ...(await makeList(size)) })
for (const { first, middle } of lists)
  for (const call of [first, middle]) await load(server, call, { duration: ROUND_SECONDS })
const rounds = []
for (let n = 0; n < ROUNDS; n++) {
  const round = []
  for (const { first, middle } of lists)
    round.push([
      await load(server, first, { duration: ROUND_SECONDS }),
      await load(server, middle, { duration: ROUND_SECONDS }),
    ])
  rounds.push(round)
}
const { megabytes } = usage(server)
server.child.kill()

console.log(`
A page of 20 contacts, medians of ${ROUNDS} rounds of ${ROUND_SECONDS} s in turn; the ratio is the cost among more to that among fewer

                              ${SIZES.map((size) => size.toLocaleString('en').padStart(10)).join('')}     ratio   target`)
print('first page, calls a second', 0, ({ rate }) => rate, 0)
print('first page, CPU µs a call', 0, ({ cpuMicros }) => cpuMicros, 1)
print('middle page, calls a second', 1, ({ rate }) => rate, 0)
print('middle page, CPU µs a call', 1, ({ cpuMicros }) => cpuMicros, 1)
console.log(`${'made at the first call, ms'.padEnd(30)}${lists.map(({ ms }) => ms.toFixed(0).padStart(10)).join('')}`)
console.log(`memory after load, MB ${megabytes.toFixed(0)}`)

function print(name, which, pick, digits) {
  const cells = SIZES.map((_, i) => median(rounds.map((round) => pick(round[i][which]))))
  // Calls a second fall where microseconds rise.
  const ratio = digits === 0 ? cells[0] / cells[1] : cells[1] / cells[0]
  console.log(
    `${name.padEnd(30)}${cells.map((cell) => cell.toFixed(digits).padStart(10)).join('')}${ratio.toFixed(2).padStart(10)}   near 1`,
  )
}

/** A session of its own whose location holds so many contacts, and the calls for its first page and one in the middle. */
async function makeList(size) {
  const settings = { hoopai: { contactsPerLocation: size, limits: 'off' } }
  const { name, credentials } = await post('/__admin/sessions', { settings })
  const [{ locationId }] = credentials.hoopai.locations
  const { token } = await post(`/__admin/sessions/${name}/tokens`, { provider: 'hoopai', locationId })
  const page = (query) => ({
    path: `/s/${name}/hoopai/contacts/?locationId=${locationId}${query}`,
    headers: { ...headers, authorization: `Bearer ${token}` },
  })
  const from = performance.now()
  const { meta } = await read(page('&limit=20'))
  const ms = performance.now() - from
  if (meta.total !== size) throw new Error(`${meta.total} contacts in place of ${size}`)
  let cursor = ''
  for (let seen = 0; seen < size / 2; seen += 100) {
    const { startAfter, startAfterId } = (await read(page(`&limit=100${cursor}`))).meta
    cursor = `&startAfter=${startAfter}&startAfterId=${startAfterId}`
  }
  return { ms, first: page('&limit=20'), middle: page(`&limit=20${cursor}`) }
}

async function read(call) {
  const { status, body } = await ask(server.url, call)
  if (status >= 300) throw new Error(`${call.path} answered ${status}: ${body}`)
  return JSON.parse(body)
}

function post(path, body) {
  const headers = { 'content-type': 'application/json' }
  return read({ method: 'POST', path, headers, body: JSON.stringify(body) })
}
