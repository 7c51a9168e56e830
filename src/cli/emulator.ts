/** Starts the emulator that the flags ask for. */

import { promises } from 'node:fs'
import { type Running, type RunOptions, run } from '../run.ts'
import type { Values } from './flags.ts'
import { loadProviders } from './modules.ts'
import { UsageError } from './settle.ts'

type Log = NonNullable<RunOptions['log']>
type Options = Omit<Values, 'timeout'>

/** Rejects with UsageError, ScenarioError or one sentence on what went wrong. `state` is what a snapshot answered. */
export async function openEmulator(values: Options, log: Log, state?: RunOptions['state']): Promise<Running> {
  const { port, host, seed, scenario, fixtures, record } = values
  const [tls, providers] = await Promise.all([readTls(values), loadProviders(values.provider)])
  const token = values['admin-token']
  const publicUrl = values['public-url']
  const { seed: kept } = (state ?? {}) as { seed?: number }
  if (kept !== undefined && seed !== undefined && kept !== seed)
    throw new UsageError(`--seed: expected ${kept}, which the session in ${values.state} was made with, got ${seed}`)
  try {
    return await run({
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

async function readTls(values: Options): Promise<{ cert: string; key: string } | undefined> {
  const files = [values['tls-cert'], values['tls-key']]
  if (files.every((file) => file === undefined)) return undefined
  const [cert, key] = await Promise.all(
    files.map(async (file, i) => {
      const flag = i === 0 ? '--tls-cert' : '--tls-key'
      if (file === undefined) throw new UsageError(`${flag} is missing: --tls-cert and --tls-key belong together`)
      return promises.readFile(file, 'utf8').catch((error: Error) => {
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
export function peopleUrl({ url, stage }: Running, values: Pick<Values, 'host'>): string {
  const { hostname } = new URL(url)
  if (stage.publicUrl !== undefined) return stage.publicUrl
  return values.host === '' || hostname === '0.0.0.0' || hostname === '[::]' ? url.replace(hostname, '127.0.0.1') : url
}
