/** An emulator that plays one ready scenario, on a clock that stands still. */

import { startEmulator } from '../../src/index.ts'
import { readyNames } from '../../src/scenario/ready.ts'
import type { ProviderName } from './clients/good.ts'
import { textOf } from './expectations.ts'

/** Every ready scenario with each provider that it is for. */
export const CASES = readyNames().flatMap((scenario) =>
  textOf(scenario).stages!.providers.map((provider) => [scenario, provider as ProviderName] as const),
)

/** @param webhookUrl where the client hears of what happens; the scenarios about webhooks leave it to their users */
export function stand(scenario: string, webhookUrl: string) {
  const hears = textOf(scenario).stages!.duty === 'webhooks'
  const settings = hears ? { hoopai: { webhookUrl } } : {}
  return startEmulator({ scenario, clock: '2026-01-01T00:00:00Z', settings })
}
