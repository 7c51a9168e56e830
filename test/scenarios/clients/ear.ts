/** Where a client hears of webhooks: one that checks them, and one that believes everything. */

import { createPublicKey, verify } from 'node:crypto'
import { type Heard, receiver } from '../../receiver.ts'
import type { Client } from './good.ts'
import type { World } from './world.ts'

/** What a client makes of webhooks, however they come. */
export interface Hearing {
  /** What was heard, in order: its type, and what became of it. */
  readonly log: string[]
  /** Begins anew, for this client. */
  listen(world: World, client: Client): Promise<void>
  /** Takes one in. Answers the status that its sender is to get. */
  hear(heard: Letter): number | Promise<number>
  /** Does the work that what was heard asks for. */
  work(): Promise<void>
}

/** Names of headers are in lower case. */
export type Letter = Pick<Heard, 'raw' | 'headers' | 'body'>

export interface Ear extends Omit<Hearing, 'hear'> {
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

/** Verifies, knows what it has heard, and works by the record as it is, after it has answered. */
export function careful(isGenuine = isSigned): Hearing {
  let key: string
  let client: Client
  let seen = new Set<string>()
  let newest = new Map<string, string>()
  let todo: string[] = []
  const log: string[] = []
  const judge = ({ raw, headers, body }: Letter): string => {
    if (!isGenuine(raw, String(headers['x-ghl-signature']), key)) return 'forged'
    if (seen.has(body.webhookId)) return 'known'
    seen.add(body.webhookId)
    if (!body.type.startsWith('Contact')) return 'taken'
    if ((newest.get(body.id) ?? '') >= body.timestamp) return 'old'
    newest.set(body.id, body.timestamp)
    todo.push(body.id)
    return 'taken'
  }
  return {
    log,
    hear(letter) {
      const verdict = judge(letter)
      log.push(`${letter.body.type} ${verdict}`)
      return verdict === 'forged' ? 401 : 200
    },
    async listen(world, reader) {
      key = (await world.credentials('hoopai')).webhookKeys.ed25519
      client = reader
      log.length = 0
      seen = new Set()
      newest = new Map()
      todo = []
    },
    async work() {
      for (const id of todo.splice(0)) await client.read(`/contacts/${id}`)
    },
  }
}

/** A careful one on a port of its own. */
export async function carefulEar(): Promise<Ear> {
  const { hear, ...hearing } = careful()
  const { url, close } = await receiver(async (heard, res) => res.writeHead(await hear(heard)).end())
  return { ...hearing, url, [Symbol.asyncDispose]: close }
}

/** Reads what it is told of before it answers, however often and by whomever, and then fails. */
export async function credulousEar(): Promise<Ear> {
  let client: Client
  const log: string[] = []
  const { url, close } = await receiver(async ({ body }, res) => {
    log.push(body.type)
    if (body.type.startsWith('Contact')) await client.read(`/contacts/${body.id}`)
    res.writeHead(500).end()
  })
  return {
    url,
    log,
    listen: async (_, reader) => void (client = reader),
    work: async () => {},
    [Symbol.asyncDispose]: close,
  }
}

function isSigned(raw: string, signature: string, key: string): boolean {
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(raw), publicKey, Buffer.from(signature, 'base64'))
}
