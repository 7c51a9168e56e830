/** README's promises: its console output is real, its scenario loads, its provider runs. */

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startEmulator } from '../src/index.ts'
import { providers } from '../src/providers/index.ts'
import { readScenario } from '../src/scenario/load.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const DEFAULT_URL = 'http://127.0.0.1:4600'

/** The fenced blocks of one language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, body]) => body!)
}

/** Each `$ command` of a console block, with the output that follows it. */
function commands(block: string): { command: string; output: string }[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => ({ command: part.slice(0, part.indexOf('\n')), output: part.slice(part.indexOf('\n') + 1) }))
}

test('the five minutes print what README says', async () => {
  const [first, ...tour] = blocks('console').flatMap(commands)
  expect(first!.command).toMatch(/^npm start -- /)
  const emulator = spawn(`exec ${first!.command} --port 0`, { shell: true, cwd: root, detached: true })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let seen = ''
      emulator.stdout.on('data', (chunk) => {
        seen += chunk
        const [ready, found] = /stuntdouble ready on (\S+)\n/.exec(seen) ?? []
        if (ready) resolve(found!)
      })
      emulator.once('exit', () => reject(new Error(`it ended: ${seen}`)))
    })
    expect(first!.output).toContain(`stuntdouble ready on ${DEFAULT_URL}`)
    const script = tour.map(({ command }) => `${command}\nprintf '\\036'`).join('\n')
    const env = { ...process.env, STUNTDOUBLE_PORT: new URL(url).port, NO_COLOR: '1' }
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: root, env, encoding: 'utf8' })
    const outputs = stdout.replaceAll(url, DEFAULT_URL).split('\x1e')
    const told = tour.map(({ command, output }) => `${command}\n${output.trimEnd()}`)
    expect(
      tour.map(({ command }, i) => `${command}\n${outputs[i]!.trimEnd()}`),
      stderr,
    ).toEqual(told)
  } finally {
    process.kill(-emulator.pid!)
  }
}, 60_000)

test('its scenario loads', async () => {
  const [scenario] = blocks('yaml')
  expect((await readScenario(scenario!, 'yaml', providers)).name).toBe('catalogue-stumbles')
})

test('its provider has sessions, limits and errors like the others', async () => {
  const [source] = blocks('js')
  const folder = mkdtempSync(join(tmpdir(), 'readme-'))
  try {
    const file = join(folder, 'acme.mjs')
    writeFileSync(file, source!)
    const { acme } = await import(/* @vite-ignore */ file)
    await using emulator = await startEmulator({
      providers: [acme],
      settings: { acme: { limits: { api: '1 per 1m' } } },
    })
    const mint = await fetch(`${emulator.url}/__admin/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'acme' }),
    })
    const { token } = (await mint.json()) as { token: string }
    const ping = (key: string) => fetch(`${emulator.url}/acme/ping/you`, { headers: { 'x-acme-key': key } })
    const good = await ping(token)
    expect([good.status, good.headers.get('x-acme-left')]).toEqual([200, '0'])
    expect(await good.json()).toMatchObject({ hello: 'you' })
    expect((await ping('nobody')).status).toBe(401)
    expect((await ping(token)).status).toBe(429)
    expect((await fetch(`${emulator.url}/acme/nowhere`)).status).toBe(404)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
