/** A client of a location on which an app is installed, and what the app was told by webhooks. */

import type { Request } from '../../support.ts'
import { connect, VERSION } from './connect.ts'

export async function toldClient(settings: Record<string, string | number | boolean> = {}) {
  const bodies: Record<string, unknown>[] = []
  const { session, call, locations, install } = connect({
    post: async ({ body }) => {
      bodies.push(JSON.parse(body))
      return { status: 200 }
    },
    settings: { hoopai: { webhookUrl: 'http://app.example/hook', ...settings } },
  })
  const { locationId } = locations[0]!
  const { access_token: token } = await install({ locationId })
  return {
    session,
    locationId,
    call: (target: string, request: Request = {}) => call(target, { token, headers: VERSION, ...request }),
    /** What was told since the last time, without the install. */
    told: async () => {
      await session.agenda.idle()
      return bodies.splice(0).filter(({ type }) => type !== 'INSTALL')
    },
  }
}
