/** What may befall a HoopAI account, by the hands of its admins. */

import type { Cause } from '../../../core/causes.ts'
import { accounts, setActive } from '../data.ts'

/** The location of a call's code or token. */
const location = {
  object: 'location',
  objects: ({ session }) => accounts(session).locations.map(({ locationId }) => ({ id: locationId })),
  meets: ({ takes }) => takes !== 'none',
  objectOf: ({ who }) => who.location,
} satisfies Partial<Cause>

export const causes: Readonly<Record<string, Cause>> = {
  'suspend-location': activate(false, 'a location gets no tokens: Location is not active; those it has live on'),
  'resume-location': activate(true, 'a location is in service again, and so is the refresh token that was refused'),
}

function activate(active: boolean, about: string): Cause {
  return {
    ...location,
    about,
    source: 'openapi v3/oauth-v3.json; observed O5',
    switch: 'inactiveLocations',
    apply: async ({ session }, locationId) => {
      await setActive(session, locationId, active)
      return { active }
    },
  }
}
