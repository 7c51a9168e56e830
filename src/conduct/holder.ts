/** Whose a token is, as far as a call says, and whether a call asks for another. */

import type { Exchanged } from '../core/judge.ts'
import type { Who } from '../core/provider.ts'
import type { Credential } from '../core/vault.ts'

/** Whether it asks the token endpoint. One that trades an access token for another is a call like others. */
export function asks({ exchange }: Exchanged): boolean {
  const { issues, takes = 'access' } = exchange.context.route
  return issues === true && takes !== 'access'
}

export type Holder = { readonly client: string; readonly location?: string; readonly mode?: string }

/** No name that anybody gave has more characters. */
const NAME_LIMIT = 200

/** Undefined when nobody knows who called. */
export function holderOf({
  client: name,
  location,
  mode,
}: Pick<Who, 'client' | 'location' | 'mode'>): Holder | undefined {
  if (name === undefined) return undefined
  const client = name.slice(0, NAME_LIMIT)
  return { client, ...(location === undefined ? {} : { location }), ...(mode === undefined ? {} : { mode }) }
}

/** Whose a credential is, as exactly as the vault knows. */
export function ownerOf({ client, location, mode, team }: Credential): string {
  return [client, location, mode, team].filter((each) => each !== undefined).join('/')
}

/** As the subject of a finding. */
export function nameOf({ client, location, mode }: Holder): string {
  return [client, location, mode].filter((each) => each !== undefined).join('/')
}

/** Whether both may be the same: a token request names its client, and often no more. */
export function mayBe(one: Holder, other: Holder): boolean {
  const fits = (key: 'location' | 'mode') =>
    one[key] === undefined || other[key] === undefined || one[key] === other[key]
  return one.client === other.client && fits('location') && fits('mode')
}
