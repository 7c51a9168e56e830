/** Something befalls an account, in each of the ways that there are. */

import type { Json, JsonObject } from '../src/core/http.ts'
import type { Provider } from '../src/core/provider.ts'
import type { Session, SessionOptions } from '../src/core/session.ts'
import type { SettingValues } from '../src/core/settings.ts'
import { holdSession } from '../src/library/session.ts'
import { providers } from '../src/providers/index.ts'
import { readScenario } from '../src/scenario/load.ts'
import type { RuleText } from '../src/scenario/written.ts'
import { stand } from './server/stand.ts'
import { caller, START } from './support.ts'

export const WAYS = ['scenario', 'admin', 'library'] as const
export type Way = (typeof WAYS)[number]

/** A session of an emulator, its provider to call, and causes that strike the object that is named. */
export function befalling(provider: Provider, settings: SettingValues = {}, options: SessionOptions = {}) {
  const { stage, admin } = stand()
  const all = { frozenAt: START, settings: { [provider.name]: settings }, ...options }
  const session = stage.sessions.create({ name: 'mine', ...all })
  const call = caller(provider, session)
  const handle = holdSession({ stage, url: 'http://localhost:4600', origin: () => undefined }, 'mine')
  const ways: Record<Way, (cause: string, object: string) => Promise<JsonObject | undefined>> = {
    library: async (cause, object) => (await handle).cause(provider.name as 'hoopr', cause, object),
    admin: async (cause, object) => {
      const asked = { provider: provider.name, cause, object }
      const { status, body } = await admin.post('/sessions/mine/causes', asked)
      if (status !== 200) throw new Error(JSON.stringify(body))
      return body
    },
    scenario: async (cause, object) => {
      await play(session, [{ provider: provider.name, times: 1, do: { [cause]: object } }])
      await call('GET /nobody/serves/this')
      const [rule] = ((await session.script!.describe(session)) as { rules: { struck: number }[] }).rules
      if (rule!.struck !== 1) throw new Error(`${cause} did not strike ${object}`)
      session.play(undefined)
      return undefined
    },
  }
  return {
    session,
    call,
    admin,
    sessions: stage.sessions,
    befall: (way: Way, cause: string, object: string) => ways[way](cause, object),
    play: (rules: readonly RuleText[]) => play(session, rules),
  }
}

export async function play(session: Session, rules: readonly RuleText[]): Promise<void> {
  session.play(await readScenario({ rules } as unknown as Json, 'object', providers))
}
