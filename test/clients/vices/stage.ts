/** A ready scenario to play in process, on a running clock that only the play moves: nobody waits. */

import { AS_IT_COMES } from '../../../src/core/order.ts'
import type { Post } from '../../../src/core/outbox.ts'
import { Sessions } from '../../../src/core/sessions.ts'
import { ask } from '../../../src/library/ask.ts'
import { openStage } from '../../../src/open.ts'
import { credentials } from '../../../src/server/environment.ts'
import { fetchHandler } from '../../../src/server/fetch.ts'
import type { Hearing } from '../../scenarios/clients/ear.ts'
import type { World } from '../../scenarios/clients/world.ts'
import { READY } from '../../scenarios/stand.ts'
import { START } from '../../support.ts'

const URL = 'http://localhost'

/** @param conduct numbers and severities, laid over the scenario's */
export async function raise(scenario: string, hearing: Hearing, conduct: object | undefined) {
  let real = START
  const { duty } = READY.find(({ name }) => name === scenario)!
  const settings = duty === 'webhooks' ? { settings: { hoopai: { webhookUrl: `${URL}/hook` } } } : {}
  const played = conduct ? { name: scenario, extends: [scenario], conduct } : scenario
  const order = { ...AS_IT_COMES, now: () => real }
  const opened = await openStage({ scenario: played as never, ...settings }, () => order)
  const post: Post = async ({ headers, body: raw }) => {
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    return { status: await hearing.hear({ raw, headers: Object.fromEntries(named), body: JSON.parse(raw) }) }
  }
  const sessions = new Sessions({ ...opened.sessions.default.options, post }, opened.redactor)
  const session = sessions.default
  const stage = { ...opened, sessions }
  const handler = fetchHandler(stage)
  const admin = { stage, session, origin: URL, method: 'POST' } as const
  const world: World = {
    url: URL,
    now: async () => session.clock.now(),
    async sleep(seconds) {
      if (session.clock.frozen) return void (await session.agenda.advance(seconds * 1000))
      const until = real + seconds * 1000
      for (let due = await next(); due <= until; due = await next()) {
        real = due
        await session.agenda.catchUp()
      }
      real = until
    },
    credentials: async (provider) => (await credentials(stage, session, URL))[provider],
    consent: async (asked) =>
      (await ask<{ redirectTo: string | null }>({ ...admin, path: '/sessions/:session/consent', body: asked }))
        .redirectTo,
  }
  /** When the next thing falls due, in real time. */
  const next = async () => real + Math.max(0, ((await session.state.nextDue()) ?? Infinity) - session.clock.now())
  return {
    world,
    fetch: ((url: string, init: RequestInit) => handler(new Request(url, init))) as typeof fetch,
    /** Ids of the rules that found something. */
    async found(): Promise<string[]> {
      // A webhook may be under way.
      await session.agenda.idle()
      const { findings } = await session.judge!.report(session)
      sessions.end()
      return [...new Set(findings.map(({ rule }) => rule))]
    },
  }
}
