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

/** While the first client is made to wait, another one is served. */
export function besides(options: Options) {
  return async ({ client, another }: Stage) => {
    const other = await another(options)
    await client.read()
    await Promise.all([client.read(), other.read()])
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
