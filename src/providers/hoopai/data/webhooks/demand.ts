/** Webhooks on demand: any event, about the first record of its kind that a location has. */

import type { Instant } from '../../../../core/clock.ts'
import { ApiError } from '../../../../core/errors.ts'
import type { JsonObject } from '../../../../core/http.ts'
import type { Delivery } from '../../../../core/outbox.ts'
import type { WebhookRequest } from '../../../../core/provider.ts'
import type { Session } from '../../../../core/session.ts'
import { accounts, type Location } from '../../data.ts'
import { collection } from '../collections.ts'
import { SETTINGS, type Settings } from '../settings.ts'
import { dispatch } from './dispatch.ts'
import { EVENTS, type Events, tellInstall, tellLocation, tellUninstall } from './events.ts'

const APP_EVENTS = ['INSTALL', 'UNINSTALL', 'LocationCreate']
export const types: readonly string[] = [...APP_EVENTS, ...Object.keys(EVENTS)]
const faults: readonly string[] = SETTINGS.webhookFault.options

/** Sends one event to the first app, installed or not, as if it happened in the first location unless one is named. */
export async function demand(
  session: Session,
  at: Instant,
  settings: Settings,
  { type, data, url = settings.webhookUrl, locationId, fault = settings.webhookFault }: WebhookRequest,
): Promise<Delivery> {
  const { apps, locations } = accounts(session)
  refuseUnless(types.includes(type), `there is no event ${type}`, types)
  refuseUnless(faults.includes(fault), `there is no fault ${fault}`, faults)
  const location = locationId === undefined ? locations[0] : locations.find((each) => each.locationId === locationId)
  refuseUnless(
    location,
    `no location ${locationId}`,
    locations.map((each) => each.locationId),
  )
  refuseUnless(url !== '', 'nowhere to send it: name a url, or set settings.hoopai.webhookUrl')
  const app = apps[0]!
  const fields =
    type === 'INSTALL'
      ? tellInstall(session, app, location)
      : type === 'UNINSTALL'
        ? tellUninstall(location)
        : type === 'LocationCreate'
          ? tellLocation(session, location)
          : await tellSample(session, type as keyof Events, location)
  return dispatch(session, settings, at, app, { event: type, fields, ...(data ? { data } : {}) }, url, fault)
}

function refuseUnless(condition: unknown, message: string, known: readonly string[] = []): asserts condition {
  if (!condition) throw new ApiError('invalid_request', message, { known: [...known] })
}

async function tellSample(session: Session, type: keyof Events, { locationId }: Location): Promise<JsonObject> {
  const { as, kind, tell } = EVENTS[type]
  const all = await collection(session, kind, locationId)
  const { records } = await all.page(0, type.endsWith('Message') ? Infinity : 1, 'up')
  const record = records.find((each) => fits(type, each))
  refuseUnless(record, `${locationId} has none of the ${kind} that ${type} could be about`)
  return { ...(as === undefined ? {} : { type: as }), ...(tell as (record: unknown) => JsonObject)(record) }
}

function fits(type: keyof Events, record: object): boolean {
  return !('direction' in record) || record.direction === (type === 'InboundMessage' ? 'inbound' : 'outbound')
}
