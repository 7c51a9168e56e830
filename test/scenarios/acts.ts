/** What the good client does in a scenario, where three reads will not do. */

import { Stopped } from './clients/advice.ts'
import type { Ear } from './clients/ear.ts'
import type { Client, Options, ProviderName } from './clients/good.ts'
import { createContact } from './clients/work.ts'
import type { World } from './clients/world.ts'

export interface Stage {
  readonly world: World
  readonly provider: ProviderName
  readonly client: Client
  /** Where its webhooks are heard. */
  readonly ear: Ear
  /** Another client beside the first, on the same line. */
  another(options: Options): Promise<Client>
}

export function reads(n: number) {
  return async ({ client }: Pick<Stage, 'client'>) => {
    for (let i = 0; i < n; i++) await client.read()
  }
}

/** The second read makes the client stop, until a person tells it to go on. */
export function untilToldSo(path?: string) {
  return async ({ client }: Stage) => {
    await client.read(path)
    const stopped = await client.read(path).catch((error) => error)
    if (!(stopped instanceof Stopped)) throw stopped
    await client.read(path)
  }
}

/** The second read makes the client stop, until the person connects it anew. */
export async function untilConnectedAgain({ client }: Stage) {
  await client.read()
  const stopped = await client.read().catch((error) => error)
  if (!(stopped instanceof Stopped)) throw stopped
  await client.reconnect!()
  await client.read()
}

/** A client that has no consent: somebody gives it the token of a private integration, and another when that is refused. */
export async function byPrivateToken({ world, client: { line, urlOf, location } }: Stage) {
  const given = async () => (await world.credentials('hoopai')).privateIntegrations[0].token
  const url = urlOf(`/contacts/?locationId=${location}&limit=1`)
  const read = async (token: string) => {
    const headers = { version: '2021-07-28', authorization: `Bearer ${token}` }
    return (await line.send('read', { url, headers })).status
  }
  const token = await given()
  await read(token)
  await read(token)
  await world.sleep(3600)
  if ((await read(token)) === 401) await read(await given())
}

/** While the first client is made to wait, another one is served. */
export function besides(options: Options) {
  return async ({ client, another }: Stage) => {
    const other = await another(options)
    await client.read()
    // One after the other: a wait of the one would else move the time that the other's token bears.
    await other.read()
    await client.read()
  }
}

/** A contact is created, and its webhooks are sent as far as they are due. */
export function told(then?: (stage: Stage, contact: { id: string }) => Promise<unknown>) {
  return async (stage: Stage) => {
    const { client, world, ear } = stage
    const contact = await createContact(client)
    await world.sleep(1)
    await ear.work()
    await then?.(stage, contact)
  }
}
