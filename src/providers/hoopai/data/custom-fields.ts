/** The custom fields of a location. Pure functions of seed and location. Source: openapi locations.json. */

import type { Session } from '../../../core/session.ts'
import { accounts, type Location } from '../data.ts'
import { worldOf } from './world.ts'

/** As GET /locations/{id}/customFields shows it. `fieldKey` is such as `contact.budget`. */
export type CustomField = {
  readonly id: string
  readonly name: string
  readonly fieldKey: string
  readonly placeholder: string
  readonly dataType: string
  readonly position: number
  readonly picklistOptions?: string[]
  readonly locationId: string
  readonly model: 'contact' | 'opportunity'
}

/** Values of contacts and opportunities name them by `id`. The ids of the documentation are the first location's. */
export function customFieldsOf(session: Session, { locationId }: Pick<Location, 'locationId'>): CustomField[] {
  const isFirst = accounts(session).locations[0]?.locationId === locationId
  return worldOf(session).customFields.map(({ id, name, model, dataType, placeholder = '', options }, i) => ({
    id: (isFirst && id) || session.draw('hoopai custom field', locationId, name, model).alphanumeric(20),
    name,
    fieldKey: `${model}.${name.toLowerCase().replace(/\W+/g, '_')}`,
    placeholder,
    dataType,
    position: i * 50,
    ...(options ? { picklistOptions: options } : {}),
    locationId,
    model: model === 'opportunity' ? 'opportunity' : 'contact',
  }))
}
