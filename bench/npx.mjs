// Prints how long `npx` from a tarball in an empty folder takes to the first token, beside npm's own time and a warm start.
//
//   node bench/npx.mjs [FILE.tgz]     without FILE the package is built and packed first
//
// npm's own time is that of asking for the same package and running `echo` in its place; an empty package shows how much
// of it is due to ours.

import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ask, at, program } from './server.mjs'

const ROUNDS = 7
/** Runs in the program's place. */
const LINE = ['echo', 'ready on http:']
const CREDENTIALS = /-d '(\{.*?\})'/

const scratch = mkdtempSync(join(tmpdir(), 'stuntdouble-npx-'))
try {
  const given = process.argv[2]
  const ours = given ? resolve(given) : pack(at('..'))
  const folder = join(scratch, 'empty')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0' }))
  const empty = pack(folder)

  const rows = []
  for (let n = 0; n < ROUNDS; n++)
    rows.push({
      warm: await timeOf(process.execPath, program, takeToken),
      empty: await timeOfNpx(empty, LINE),
      npm: await timeOfNpx(ours, LINE),
      npx: await timeOfNpx(ours, ['stuntdouble', 'start', '--port', '0'], takeToken),
    })
  // npm's time scatters by more than a start takes; what is least was disturbed least.
  const [warm, none, npm, npx] = ['warm', 'empty', 'npm', 'npx'].map((of) => Math.min(...rows.map((row) => row[of])))
  const version = execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim()
  console.log(`Node ${process.version}, npm ${version}; the quickest of ${ROUNDS} rounds in turn

warm start to the first token, ms        ${warm.toFixed(0).padStart(6)}
npm's own time for an empty package, ms  ${none.toFixed(0).padStart(6)}
npm's own time for this package, ms      ${npm.toFixed(0).padStart(6)}
npx to the first token, ms               ${npx.toFixed(0).padStart(6)}
less npm's own, in warm starts           ${((npx - npm) / warm).toFixed(2).padStart(6)}   <= 2.00`)
} finally {
  rmSync(scratch, { recursive: true })
}

/** A folder's tarball; the repository's own is built by its `prepack`. */
function pack(folder) {
  const args = ['pack', '--json', '--loglevel', 'error', '--foreground-scripts=false', '--pack-destination', scratch]
  return join(scratch, JSON.parse(execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }))[0].filename)
}

/** In an empty folder, with an empty cache: as on a machine that never saw the package. */
async function timeOfNpx(tarball, command, first = async () => {}) {
  const home = mkdtempSync(join(scratch, 'home-'))
  const cwd = mkdtempSync(join(scratch, 'cwd-'))
  const env = { npm_config_cache: home, npm_config_update_notifier: 'false', npm_config_audit: 'false' }
  return timeOf('npx', ['--yes', '--package', tarball, '--', ...command], first, { cwd, env })
}

/** From the start of a command to the end of `first`, which is given what the command said once it is ready. */
async function timeOf(command, args, first, { cwd, env } = {}) {
  const from = performance.now()
  // A process group of its own: npx starts a shell, and that the program.
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let said = ''
  await new Promise((resolve, reject) => {
    const read = (text) => {
      said += text
      if (/ready on http.*\n/.test(said) && (first !== takeToken || CREDENTIALS.test(said))) resolve()
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
    ended.then(() => reject(new Error(`it ended before it was ready:\n${said}`)))
  })
  await first(said)
  const ms = performance.now() - from
  if (child.exitCode === null) process.kill(-child.pid)
  await ended
  return ms
}

async function takeToken(said) {
  const headers = { 'content-type': 'application/json' }
  const [, url] = /ready on (http:\S+)/.exec(said)
  const [, body] = CREDENTIALS.exec(said)
  const answer = await ask(url, { method: 'POST', path: '/hoopr/v1/auth/token', headers, body })
  if (!JSON.parse(answer.body).data.access_token) throw new Error(`no token in ${answer.body}`)
}
