/** The command line as a user meets it: a process with streams, signals and an exit code. */

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import { connect, createServer } from 'node:net'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { version } from '../../src/version.ts'
import { end, pathOf, run, says, serve, write } from './process.ts'

const GOOD = write('good.yaml', 'name: good\nseed: 7\nclock: 2026-01-01T00:00:00Z\nrules: []\n')
const BAD = write('bad.yaml', 'rules:\n  - provider: hooper\n    do: expire\n')
const SLOW = write('slow.yaml', 'rules:\n  - { provider: hoopr, call: GET /version, do: { delay: 60s } }\n')

describe('start', () => {
  test('says it is ready in one line on stdout, and the rest to people on stderr', async () => {
    const program = await serve(['--scenario', GOOD])
    await says(program, /curl -s /)
    expect(program.said.out).toBe(`stuntdouble ready on ${program.url}\n`)
    const { err } = program.said
    for (const text of [`${program.url}/hoopr\n`, `${program.url}/__admin`, 'HOOPR_CLIENT_ID=', '  good\n'])
      expect(err).toContain(text)
    // Not a terminal, so no colour.
    expect(err).not.toContain('\u001b[')
    const { port } = new URL(program.url)
    for (const host of ['127.0.0.1', '[::1]']) {
      const health = await fetch(`http://${host}:${port}/__admin/health`).catch(() => undefined)
      if (host === '127.0.0.1' || health) expect(await health!.json()).toEqual({ status: 'ok', version })
    }
    const session = await fetch(`${program.url}/__admin/sessions/default`)
    expect(await session.json()).toMatchObject({ seed: 7, scenario: 'good', clock: { frozen: true } })
    program.child.kill('SIGINT')
    expect(await program.exit).toBe(0)
  })

  test('says it in JSON when asked to, with settings from flag, environment and file', async () => {
    const config = write('config.yaml', `seed: 3\nlog-format: pretty\nscenario: ${GOOD}\n`)
    const program = await serve(['--config', config], { STUNTDOUBLE_LOG_FORMAT: 'json', STUNTDOUBLE_SEED: '4' })
    expect(JSON.parse(program.said.out)).toMatchObject({ event: 'ready', url: program.url })
    const session = await fetch(`${program.url}/__admin/sessions/default`)
    expect(await session.json()).toMatchObject({ seed: 4, scenario: 'good' })
    program.child.kill('SIGTERM')
    expect(await program.exit).toBe(0)
    for (const line of program.said.err.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event')
  })

  test('lets a call under way end before it stops, and no new one begin', async () => {
    const { url, child, exit } = await serve(['--scenario', SLOW, '--log-level', 'debug'])
    const agent = new http.Agent({ keepAlive: true })
    const status = new Promise((resolve, reject) => {
      const request = http.get(`${url}/hoopr/version`, { agent }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
      request.once('error', reject)
      // The answer is made on arrival and held back until the signal comes.
      request.once('finish', () => setTimeout(() => child.kill('SIGTERM'), 200))
    })
    expect(await status).toBe(200)
    expect(await exit).toBe(0)
    await expect(fetch(`${url}/__admin/health`)).rejects.toThrow()
  })

  test('a second signal ends it at once', async () => {
    const program = await serve([])
    const { port } = new URL(program.url)
    const client = connect(Number(port), '127.0.0.1')
    const cut = new Promise((resolve) => client.once('close', resolve).once('error', () => {}))
    // A call whose body never comes.
    client.write(
      'POST /hoopr/v1/auth/token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n',
    )
    await once(client, 'data')
    program.child.kill('SIGTERM')
    program.child.kill('SIGINT')
    expect(await program.exit).toBe(1)
    await cut
  })

  test('a port in use is a sentence that says what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { code, err, out } = await end(['--port', String(port)])
    server.close()
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe(
      `stuntdouble: port ${port} on 127.0.0.1 is in use; choose another with --port, or --port 0 for a free one\n`,
    )
  })

  test('bound to every address it prints a token, which env then needs', async () => {
    const program = await serve(['--host', '0.0.0.0'])
    const [, token] = await says(program, /Admin token\n {2}(\S+)\n/)
    const { port } = new URL(program.url)
    const without = await end(['env', '--port', port])
    expect(without.code).toBe(1)
    expect(without.err).toContain('401')
    const env = { STUNTDOUBLE_HOST: '0.0.0.0', STUNTDOUBLE_PORT: port, STUNTDOUBLE_ADMIN_TOKEN: token! }
    const { code, out } = await end(['env', '--export'], env)
    expect(code).toBe(0)
    expect(out).toContain(`export STUNTDOUBLE_URL='http://127.0.0.1:${port}'\n`)
    expect(out).toContain(`export STUNTDOUBLE_ADMIN_TOKEN='${token}'\n`)
    expect(out).toContain(`export HOOPR_BASE_URL='http://127.0.0.1:${port}/hoopr'\n`)
    expect((await end(['health'], env)).code).toBe(0)
    program.child.kill('SIGTERM')
  })

  test('plays a scenario file anew when it changes, and keeps the last good one', async () => {
    const file = write('watched.yaml', 'name: first\n')
    const program = await serve(['--scenario', file, '--watch'])
    const playing = async () =>
      ((await (await fetch(`${program.url}/__admin/scenario`)).json()) as { name: string }).name
    await says(program, /curl -s /)
    writeFileSync(file, 'name: second\n')
    await says(program, /plays from here on/)
    expect(await playing()).toBe('second')
    writeFileSync(file, 'nmae: third\n')
    await says(program, /watched\.yaml:1:1: expected .*\n.*last good/)
    expect(await playing()).toBe('second')
    program.child.kill('SIGTERM')
  })

  test("serves a user's own provider, and says when a module has none", async () => {
    const hoopr = pathToFileURL('src/providers/hoopr/index.ts').href
    const module = `import { hoopr } from '${hoopr}'\nexport const acme = { ...hoopr, name: 'acme', title: 'Acme' }\n`
    const tsx = { NODE_OPTIONS: `--import=${import.meta.resolve('tsx')}` }
    const program = await serve(['--provider', write('acme.mjs', module), '--provider-port', 'acme=0'], tsx)
    await says(program, /Acme +\S+\/acme, also http:\/\/127\.0\.0\.1:\d+\n/)
    const own = await fetch(`${program.url}/acme/version`)
    expect(own.status).toBe(200)
    program.child.kill('SIGTERM')
    const none = await end(['--provider', write('none.mjs', 'export const a = 1\n')])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('exports a provider')])
  })
})

describe('wrong usage is exit code 2 and a sentence', () => {
  test.each([
    [['strat'], 'there is no command "strat"; known: start, exec, init, validate'],
    [['--prot', '1'], "unknown option '--prot'"],
    [['--port', 'x'], '--port: expected a port'],
    [['--scenario', BAD], `${BAD}:2:15: expected a provider, got "hooper"`],
    [['--scenario', 'no-such-scenario'], 'no-such-scenario'],
    [['--tls-cert', GOOD], '--tls-key is missing'],
    [['--tls-cert', GOOD, '--tls-key', GOOD], 'expected a PEM certificate'],
    [['--provider', 'nowhere.mjs'], '--provider nowhere.mjs'],
    [['--provider-port', 'hopr=1'], 'there is no provider "hopr"'],
    [['--watch'], '--watch: expected --scenario'],
    [['list', 'rotues'], 'there is no "rotues"'],
    [['list', '--openapi', 'hooper'], 'there is no provider "hooper"; known: hoopr, hoopai, soundcharts'],
    [['validate'], "missing required argument 'files'"],
    [['health', 'extra'], 'too many arguments'],
  ])('%j', async (args, message) => {
    const { code, err, out } = await end(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).not.toMatch(/\n {4}at /)
  })
})

test('init writes a scenario and says so, and does not write it twice', async () => {
  const file = pathOf('made/first.yaml')
  const first = await end(['init', file])
  expect([first.code, first.out]).toEqual([0, ''])
  expect(first.err).toContain(`${file}: written`)
  const again = await end(['init', file])
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('is there already')])
})

describe('validate', () => {
  test('says what is wrong where, and all is well', async () => {
    const { code, out, err } = await end(['validate', GOOD, BAD])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`${GOOD}: good\n`)
    expect(err).toContain(`${BAD}:2:15: expected a provider, got "hooper"`)
    expect((await end(['validate', GOOD])).code).toBe(0)
  })

  test('prints JSON alone on stdout', async () => {
    const { code, out, err } = await end(['validate', '--json', GOOD, BAD, pathOf('none.yaml')])
    expect([code, err]).toEqual([2, ''])
    const { valid, files } = JSON.parse(out)
    expect(valid).toBe(false)
    expect(files.map((each: { valid: boolean }) => each.valid)).toEqual([true, false, false])
    expect(files[1].problems[0]).toMatchObject({ file: BAD, line: 2, column: 15, got: '"hooper"' })
  })
})

test('list prints JSON with every section, or only the wanted one', async () => {
  const all = JSON.parse((await end(['list', '--json'])).out)
  for (const section of ['providers', 'routes', 'scopes', 'errors', 'budgets', 'settings', 'scenarios', 'admin'])
    expect([section, Array.isArray(all[section])]).toEqual([section, true])
  expect(all.routes).toContainEqual(
    expect.objectContaining({ provider: 'hoopr', name: 'auth.token', method: 'POST', path: '/v1/auth/token' }),
  )
  const { code, out } = await end(['list', 'budgets'])
  expect(code).toBe(0)
  expect(out).toMatch(/^budgets\n {2}hoopr +token +30 +1m/)
})

test('schema prints a JSON Schema that knows the rules of a scenario', async () => {
  const { code, out } = await end(['schema'])
  expect(code).toBe(0)
  const schema = JSON.parse(out)
  expect(schema.$schema).toContain('json-schema.org')
  expect(out).toContain('"exhaust"')
})

test('wait waits, and gives up when its time is over', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  const late = end(['wait', '--port', String(port), '--timeout', '20s'])
  const never = end(['wait', '--url', `http://127.0.0.1:${port}/nothing`, '--timeout', '1ms'])
  expect(await never).toMatchObject({ code: 1, err: expect.stringContaining('no emulator answers at') })
  const program = run(['--port', String(port)])
  expect((await late).code).toBe(0)
  program.child.kill('SIGTERM')
})

test('help says that flags are variables too, and what counts first', async () => {
  const { code, out } = await end(['--help'])
  expect(code).toBe(0)
  for (const text of ['STUNTDOUBLE_PORT', 'the flag, then the environment', '--provider-port', 'Exit codes'])
    expect(out).toContain(text)
  expect((await end(['--version'])).out).toBe(`${version}\n`)
})
