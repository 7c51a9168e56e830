/** Asks an emulator that runs elsewhere. */

import { isLoopback } from '../server/guard.ts'
import type { Values } from './flags.ts'

/** By what a running emulator is found. */
export type Remote = Pick<Values, 'url' | 'host' | 'port' | 'tls-cert' | 'admin-token'>

/** What the admin API is given to answer. */
const PATIENCE_MS = 5000

export interface Answer {
  readonly status: number
  readonly text: string
}

/** Where the running emulator is: `--url`, else what `start` would make of the same flags. */
export function remoteUrl(values: Remote): string {
  const { url, host, port } = values
  if (url !== undefined) return url
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `${values['tls-cert'] === undefined ? 'http' : 'https'}://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** What a route of its admin API answers. Rejects with one sentence when it refuses, or nothing answers. */
export async function askJson<T>(values: Remote, path: string): Promise<T> {
  return JSON.parse(await askFor(values, path)) as T
}

/** The body of a path of its admin API. Rejects with one sentence when it answers anything but 200. */
export async function askFor(values: Remote, path: string): Promise<string> {
  const { status, text } = await ask(values, path, PATIENCE_MS)
  if (status === 200) return text
  throw new Error(`the emulator at ${remoteUrl(values)} answered ${status}: ${messageOf(text)}`)
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

function messageOf(text: string): string {
  try {
    const { message, expected } = (JSON.parse(text) as { error: { message: string; expected?: string } }).error
    return expected === undefined ? message : `${message} Expected: ${expected}.`
  } catch {
    return 'it may be something else.'
  }
}
