/** A client, good or with one vice, plays a ready scenario: what the judge finds. */

import { Stopped } from '../../scenarios/clients/advice.ts'
import { careful } from '../../scenarios/clients/ear.ts'
import { type Client, connect, type Options, type ProviderName } from '../../scenarios/clients/good.ts'
import { Line } from '../../scenarios/clients/line.ts'
import { Store } from '../../scenarios/clients/tokens.ts'
import type { World } from '../../scenarios/clients/world.ts'
import { PLAYS } from '../../scenarios/plays.ts'
import { raise } from './stage.ts'
import type { Send, Vice } from './vice.ts'

/** @returns ids of the rules that found something. Without a vice it is the good client's */
export async function play(scenario: string, provider: ProviderName, vice?: Vice): Promise<string[]> {
  const hearing = vice?.hears?.() ?? careful()
  const { world, fetch, found } = await raise(scenario, hearing, vice?.conduct)
  const own: World = vice?.consents ? { ...world, consent: vice.consents(world.consent) } : world
  const { play, scopes } = PLAYS[scenario]!
  const make = async (options: Options): Promise<Client> => {
    const hand = { provider, world, client: () => client }
    const line = new ViciousLine(fetch, (send) => vice?.sends?.(send, hand) ?? send)
    const good = await connect(own, provider, { line, ...options, ...vice?.options })
    const unhurried: Client = {
      ...good,
      async read(...asked) {
        const body = await good.read(...asked)
        await world.sleep(2)
        return body
      },
    }
    const client: Client = vice?.client?.(unhurried) ?? unhurried
    return client
  }
  const client = await make({ store: new Store(), ...(scopes ? { scopes } : {}) })
  await hearing.listen(world, client)
  // Workers of one process: they share what they hold.
  const another = async (options: Options) => (Object.keys(options).length === 0 ? client : make(options))
  const ear = { ...hearing, url: '', [Symbol.asyncDispose]: async () => {} }
  try {
    if (play) await play({ world, provider, client, ear, another })
    else for (let n = 0; n < 3; n++) await client.read()
    await goOn(client, world)
  } catch (error) {
    if (!vice && !(error instanceof Stopped)) throw error
  }
  return found()
}

/** What it does when the scenario is over: it works for an hour, and on the next two days. */
async function goOn(client: Client, world: World): Promise<void> {
  await world.sleep(6 * 60)
  for (let n = 0; n < 3; n++) await client.read()
  for (let n = 0; n < 6; n++) {
    await world.sleep(3 * 60)
    await client.read()
  }
  for (let day = 0; day < 2; day++) {
    await world.sleep(25 * 3600)
    await client.read()
  }
}

class ViciousLine extends Line {
  readonly #send: Send
  constructor(via: typeof fetch, sends: (send: Send) => Send) {
    super(via)
    this.#send = sends((kind, request) => super.send(kind, request))
  }

  override send(kind: string, request: Parameters<Send>[1]) {
    return this.#send(kind, request)
  }
}
