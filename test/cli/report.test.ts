/** Reports of a running emulator: `report`, and `start --report`. */

import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { end, pathOf, serve, write } from './process.ts'

const WANTS = write('wants.yaml', 'name: wants\nexpect:\n  - { provider: hoopr, call: GET /v1/filters, exactly: 1 }\n')
const read = (name: string) => readFileSync(pathOf(name), 'utf8')

test('start writes its reports at the end, and empties those of an earlier run at once', async () => {
  write('old.xml', 'old')
  const reports = ['junit=old.xml', 'json=new/report.json', 'tap'].flatMap((each) => ['--report', each])
  const program = await serve(['--scenario', WANTS, ...reports])
  expect([read('old.xml'), existsSync(pathOf('new'))]).toEqual(['', true])
  await fetch(`${program.url}/__admin/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"gone"}',
  })
  await fetch(`${program.url}/hoopr/v1/filters`)
  await fetch(`${program.url}/s/gone/hoopr/v1/filters`)
  await fetch(`${program.url}/__admin/sessions/gone`, { method: 'DELETE' })
  program.child.kill('SIGTERM')
  expect(await program.exit).toBe(0)
  expect(read('old.xml')).toContain('<testsuite name="default, playing wants" tests="')
  const { verdict, sessions } = JSON.parse(read('new/report.json'))
  expect([verdict, ...sessions.map(({ name }: { name: string }) => name)]).toEqual(['passed', 'gone', 'default'])
  expect(program.said.out).toMatch(/^stuntdouble ready on .*\nTAP version 14\n1\.\.2\n/)
})

test('report prints the verdict in words, or writes it, and its exit code says it', async () => {
  const { url } = await serve(['--scenario', WANTS])
  const env = { STUNTDOUBLE_URL: url }
  const none = await end(['report'], env)
  expect([none.code, none.err]).toEqual([1, ''])
  expect(none.out).toContain('default, playing wants: failed, no call\n')
  expect(none.out).toContain('  expected GET /v1/filters at hoopr: exactly 1; it never came\n')
  expect(none.out).toMatch(/\nstuntdouble: failed: 1 session, 0 calls, nothing found\n$/)
  await fetch(`${url}/hoopr/v1/filters`)
  const json = await end(['report', '--json', '--session', 'default'], env)
  expect([json.code, JSON.parse(json.out).verdict]).toEqual([0, 'passed'])
  expect(json.err).toBe('stuntdouble: passed: 1 session, 1 call, nothing found\n')
  const two = await end(['report', '--report', 'github', '--report', 'markdown=a/b.md'], env)
  expect([two.code, two.out]).toEqual([
    0,
    '::notice title=stuntdouble%3A verdict::passed: 1 session, 1 call, nothing found\n',
  ])
  expect(read('a/b.md')).toContain('| default, playing wants | passed |')
  const unknown = await end(['report', '--session', 'nobody'], env)
  expect([unknown.code, unknown.out]).toEqual([1, ''])
  expect(unknown.err).toContain('answered 404: No session has this name.')
})

test('report says when it is not an emulator of this version that answers', async () => {
  const server = createServer((_, res) => res.end('{"verdict":"fine"}')).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const { code, err } = await end(['report', '--url', `http://127.0.0.1:${port}`])
  server.close()
  expect([code, err]).toEqual([
    1,
    `stuntdouble: what answers at http://127.0.0.1:${port} gives no report that this version reads\n`,
  ])
})

test.each([
  [['--report', 'html'], '--report: expected json, junit, tap, markdown, github, or one of them and a file'],
  [['--report', 'json', '--report', 'tap'], 'expected each report in a place of its own, got two for stdout'],
  [['--report', 'json=a', '--report', 'tap=./a'], 'expected each report in a place of its own, got two for '],
  [['--report', `json=${WANTS}/a`], `--report json=${WANTS}/a: E`],
])('%j is wrong usage', async (args, message) => {
  const { code, err, out } = await end(['start', '--port', '0', ...args])
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})
