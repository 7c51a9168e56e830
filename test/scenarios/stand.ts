/** An emulator that plays one ready scenario, on a clock that stands still. */

import { type Listed, scenarioRows } from '../../src/cli/scenarios.ts'
import type { SessionReport } from '../../src/core/judge.ts'
import { type Emulator, startEmulator } from '../../src/index.ts'
import type { ProviderName } from './clients/good.ts'

/** Every ready scenario. */
export const READY = await scenarioRows()

/** Each with every provider that it is for. */
export const CASES = READY.flatMap(({ name, providers }) =>
  providers.map((provider) => [name, provider as ProviderName] as const),
)

/** @param webhookUrl where the client hears of what happens; the scenarios about webhooks leave it to their users */
export function stand(scenario: string, webhookUrl: string): Promise<Emulator> {
  const { duty } = READY.find(({ name }) => name === scenario) as Listed
  const settings = duty === 'webhooks' ? { hoopai: { webhookUrl } } : {}
  return startEmulator({ scenario, clock: '2026-01-01T00:00:00Z', settings })
}

/** The judge's word on what was done since the session began. */
export async function reportOf({ url }: Emulator): Promise<SessionReport> {
  const { sessions } = (await (await fetch(`${url}/__admin/report`)).json()) as { sessions: SessionReport[] }
  return sessions[0]!
}
