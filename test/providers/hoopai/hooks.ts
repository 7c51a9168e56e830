/** A session of HoopAI whose webhooks really go to a receiver, for tests. */

import type { Context } from '../../../src/core/provider.ts'
import type { SettingValues } from '../../../src/core/settings.ts'
import { collection, type Records } from '../../../src/providers/hoopai/data/collections.ts'
import { type Events, emit } from '../../../src/providers/hoopai/data/webhooks/emit.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { post } from '../../../src/server/post.ts'
import { connect } from './connect.ts'

export function hooked(url: string, settings: SettingValues = {}, more: Parameters<typeof connect>[0] = {}) {
  const client = connect({
    post,
    seal: (letter, session) => hoopai.webhooks!.seal(letter, session),
    settings: { hoopai: { webhookUrl: url, ...settings } },
    ...more,
  })
  const { session, locations } = client
  const [{ locationId }] = locations as [(typeof locations)[0]]
  /** What a handler does after its state change. */
  const tell = <T extends keyof Events>(type: T, record: Events[T]) =>
    emit({ session, settings: session.settings(hoopai), call: { at: session.clock.now() } } as Context, type, record)
  /** The oldest record that a location has of a kind. */
  const first = async <K extends keyof Records>(kind: K, at = locationId) =>
    (await (await collection(session, kind, at)).all()).at(-1)!
  const demand = (type: string, more: object = {}) =>
    hoopai.webhooks!.send(session, session.clock.now(), { type, ...more })
  return { ...client, locationId, tell, first, demand, agenda: session.agenda, outbox: session.outbox }
}
