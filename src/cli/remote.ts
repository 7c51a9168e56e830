/** Asks an emulator that runs elsewhere. */

import { isLoopback } from '../server/guard.ts'
import type { Values } from './flags.ts'

const PATIENCE_MS = 5000

export interface Answer {
  readonly status: number
  readonly text: string
}

/** By what a running emulator is found. */
export type Remote = Pick<Values, 'url' | 'host' | 'port' | 'tls-cert' | 'admin-token'>

/** Where the running emulator is: `--url`, else what `start` would make of the same flags. */
export function remoteUrl(values: Remote): string {
  const { url, host, port } = values
  if (url !== undefined) return url
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `${values['tls-cert'] === undefined ? 'http' : 'https'}://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** What a route of its admin API answers. Rejects with one sentence when it refuses, or nothing answers. */
export async function askJson<T>(values: Remote, path: string): Promise<T> {
  const { status, text } = await ask(values, path, PATIENCE_MS)
  const answer = parse(text)
  if (status === 200 && answer !== undefined) return answer as T
  const { message, expected } = (answer as Refusal | undefined)?.error ?? { message: 'it may be something else.' }
  const hint = expected === undefined ? '' : ` Expected: ${expected}.`
  throw new Error(`the emulator at ${remoteUrl(values)} answered ${status}: ${message}${hint}`)
}

/** GETs a path of it. Rejects with one sentence when nothing answers within `timeoutMs`. */
export async function ask(values: Remote, path: string, timeoutMs: number): Promise<Answer> {
  const url = remoteUrl(values)
  const { get } = await (url.startsWith('https:') ? import('node:https') : import('node:http'))
  const token = values['admin-token']
  const options = {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(timeoutMs),
    // On this machine it is the emulator's own certificate, which names whatever it likes.
    rejectUnauthorized: !isLoopback(new URL(url).hostname),
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }) =>
      reject(
        new Error(
          `no emulator answers at ${url} (${error.code === 'ABORT_ERR' ? 'no answer in time' : error.message || error.code})`,
        ),
      )
    get(`${url}${path}`, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      response.once('error', fail)
    }).once('error', fail)
  })
}

interface Refusal {
  readonly error?: { readonly message: string; readonly expected?: string }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
