/** What rules about webhooks have in common. */

import type { Delivery } from '../core/outbox.ts'

/** The 2xx that the latest attempt was answered with, if it was. */
export function accepted({ attempts }: Delivery): number | undefined {
  const last = attempts.at(-1)
  return last && 'status' in last && last.status >= 200 && last.status < 300 ? last.status : undefined
}
