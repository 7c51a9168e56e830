/** `stuntdouble start`: serves until it is told to stop, then lets calls under way end. */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type Emulator, type EmulatorOptions, startEmulator } from '../index.ts'
import type { Values } from './flags.ts'
import { openLog, wantsColor } from './log.ts'
import { loadProviders } from './modules.ts'
import { firstScreen } from './screen.ts'
import { UsageError } from './settle.ts'
import { StateFile } from './state-file.ts'

type Log = NonNullable<EmulatorOptions['log']>

/** What calls under way are given to end, in wall time. */
const DRAIN_MS = 10_000

/** Resolves once the emulator listens. Rejects with UsageError, ScenarioError or one sentence on what went wrong. */
export async function serve(values: Values): Promise<void> {
  const log = openLog(values)
  const { scenario, watch } = values
  if (watch && !(scenario !== undefined && existsSync(scenario)))
    throw new UsageError('--watch: expected --scenario with a file to watch')
  const state = values.state === undefined ? undefined : await StateFile.open(values.state)
  const emulator = await open(values, state ? state.heeding(log) : log, state?.document)
  await state?.keep(emulator)
  const ready = `stuntdouble ready on ${emulator.url}`
  const json = values['log-format'] === 'json'
  if (watch && scenario !== undefined) await (await import('./watch.ts')).watchScenario(emulator.stage, scenario)
  stopOnSignal(emulator, log, state)
  process.stdout.write(`${json ? JSON.stringify({ event: 'ready', url: emulator.url, message: ready }) : ready}\n`)
  if (!json) process.stderr.write(`${await firstScreen(emulator, peopleUrl(emulator, values), wantsColor(values))}\n`)
  if (values['admin-token'] === undefined && emulator.stage.adminToken !== undefined)
    tellToken(emulator.stage.adminToken, json)
}

async function open(values: Values, log: Log, state: EmulatorOptions['state']): Promise<Emulator> {
  const { port, host, seed, scenario, fixtures, record } = values
  const [tls, providers] = await Promise.all([readTls(values), loadProviders(values.provider)])
  const token = values['admin-token']
  const publicUrl = values['public-url']
  const { seed: kept } = (state ?? {}) as { seed?: number }
  if (kept !== undefined && seed !== undefined && kept !== seed)
    throw new UsageError(`--seed: expected ${kept}, which the session in ${values.state} was made with, got ${seed}`)
  try {
    return await startEmulator({
      port,
      host,
      providers,
      log,
      ports: Object.fromEntries(values['provider-port'] ?? []),
      ...(seed === undefined ? {} : { seed }),
      ...(scenario === undefined ? {} : { scenario }),
      ...(fixtures === undefined ? {} : { fixtures }),
      ...(state === undefined ? {} : { state }),
      ...(record === undefined ? {} : { record }),
      ...(token === undefined ? {} : { adminToken: token }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(tls ? { tls } : {}),
    })
  } catch (error) {
    // Options that contradict what there is.
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw explain(error as NodeJS.ErrnoException & { port?: number; address?: string })
  }
}

/** Says what a socket's error means to the person who chose host and port. */
function explain(error: NodeJS.ErrnoException & { port?: number; address?: string }): Error {
  const { code, port, address } = error
  if (code === 'EADDRINUSE')
    return new Error(`port ${port} on ${address} is in use; choose another with --port, or --port 0 for a free one`)
  if (code === 'EACCES' && port !== undefined)
    return new Error(`port ${port} needs rights that this process lacks; choose another with --port, or --port 0`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new Error(`--host: this machine has no such address (${error.message})`)
  return error
}

async function readTls(values: Values): Promise<{ cert: string; key: string } | undefined> {
  const files = [values['tls-cert'], values['tls-key']]
  if (files.every((file) => file === undefined)) return undefined
  const [cert, key] = await Promise.all(
    files.map(async (file, i) => {
      const flag = i === 0 ? '--tls-cert' : '--tls-key'
      if (file === undefined) throw new UsageError(`${flag} is missing: --tls-cert and --tls-key belong together`)
      return readFile(file, 'utf8').catch((error: Error) => {
        throw new UsageError(`${flag}: ${error.message}`)
      })
    }),
  )
  const { createSecureContext } = await import('node:tls')
  try {
    createSecureContext({ cert: cert!, key: key! })
  } catch (error) {
    throw new UsageError(
      `--tls-cert, --tls-key: expected a PEM certificate and its key, got ${(error as Error).message}`,
    )
  }
  return { cert: cert!, key: key! }
}

/** The URL that a person can open: an emulator bound to every address is shown by its loopback one. */
function peopleUrl({ url, stage }: Emulator, values: Values): string {
  const { hostname } = new URL(url)
  if (stage.publicUrl !== undefined) return stage.publicUrl
  return values.host === '' || hostname === '0.0.0.0' || hostname === '[::]' ? url.replace(hostname, '127.0.0.1') : url
}

function tellToken(token: string, json: boolean): void {
  process.stderr.write(json ? `${JSON.stringify({ event: 'admin-token', token })}\n` : `Admin token\n  ${token}\n`)
}

function stopOnSignal(emulator: Emulator, log: Log, state: StateFile | undefined): void {
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log('info', 'stopping', { message: 'waiting for calls under way; a second signal ends them', signal })
    const drained = new Promise((resolve) => setTimeout(resolve, DRAIN_MS))
    await Promise.race([emulator.close(), drained])
    await state?.save()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
}
