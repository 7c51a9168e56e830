/** Tells the apps that are installed on a location what happened there (section 12). */

import type { Instant } from '../../../../core/clock.ts'
import type { Context } from '../../../../core/provider.ts'
import type { Session } from '../../../../core/session.ts'
import { type Account, type App, accounts, findAccount } from '../../data.ts'
import { scopesAt } from '../../oauth/installs.ts'
import { opens } from '../../scopes.ts'
import type { Settings } from '../settings.ts'
import { dispatch } from './dispatch.ts'
import { EVENTS, type Events, tellInstall, tellUninstall } from './events.ts'

export type { Events } from './events.ts'

/** Puts an event on its way to every app that may hear of it. The state has changed already; the call does not wait. */
export async function emit<T extends keyof Events>(context: Context, type: T, record: Events[T]): Promise<void> {
  const settings = context.settings as Settings
  const { call, session, staged } = context
  if (settings.webhookUrl === '' || staged?.dropWebhooks) return
  const fault = staged?.tamper?.includes('signature') ? 'signature' : undefined
  const { scope, tell, as } = EVENTS[type]
  const listeners = await listenersOf(session, record.locationId, scope, settings.strictScopes)
  if (listeners.length === 0) return
  const fields = { ...(as === undefined ? {} : { type: as }), ...tell(record) }
  for (const app of listeners)
    await dispatch(session, settings, call.at, app, { event: type, fields }, settings.webhookUrl, fault)
}

/** An app hears of its own install without any scope (docs hl/Authorization/OAuth2.0). */
export async function installed(
  session: Session,
  settings: Settings,
  at: Instant,
  app: App,
  account: Account,
): Promise<void> {
  if (settings.webhookUrl === '') return
  await dispatch(session, settings, at, app, { event: 'INSTALL', fields: tellInstall(session, app, account) })
}

/** Likewise, when it is taken off. */
export async function uninstalled(
  session: Session,
  settings: Settings,
  at: Instant,
  app: App,
  account: Account,
): Promise<void> {
  if (settings.webhookUrl === '') return
  await dispatch(session, settings, at, app, { event: 'UNINSTALL', fields: tellUninstall(account) })
}

/** Apps that are installed on the location, or on its whole agency, with a scope that opens the event's. */
async function listenersOf(session: Session, locationId: string, scope: string, strict: boolean): Promise<App[]> {
  const account = findAccount(session, { locationId })
  const listeners: App[] = []
  for (const app of account ? accounts(session).apps : [])
    if (opens(await scopesAt(session, app.clientId, account!), scope, strict)) listeners.push(app)
  return listeners
}
