/** What a fresh Hoopr account holds: its clients, and the catalogue, which is made at the first call that reads it. */

import type { Session } from '../../core/session.ts'
import type { Catalogue } from './data/catalogue.ts'

export type { Catalogue, Shelved, Track } from './data/catalogue.ts'

export const MODES = ['test', 'live'] as const
export type Mode = (typeof MODES)[number]

/** The documented groups of filters, and one more that a compatible change could bring (assumed U24). */
export const GROUPS = ['genre', 'mood', 'usecase'] as const
export const EXTRA_GROUP = 'instrument'
export type Group = (typeof GROUPS)[number] | typeof EXTRA_GROUP

export type Client = {
  clientId: string
  secrets: Record<Mode, string>
  scopes: string[]
  active: boolean
}

/** The session's clients: the samples' two scopes, all three scopes, and a deactivated one. */
export function clients(session: Session): readonly Client[] {
  return session.derived('hoopr clients', () =>
    [
      { scopes: ['catalog:read', 'search'], active: true },
      { scopes: ['catalog:read', 'search', 'analytics:read'], active: true },
      { scopes: ['catalog:read', 'search'], active: false },
    ].map((client, i) => ({ ...credentialsOf(session, i), ...client })),
  )
}

export function clientOf(session: Session, id: string | undefined): Client | undefined {
  return clients(session).find(({ clientId }) => clientId === id)
}

let library: Promise<typeof import('./data/catalogue.ts')> | undefined

/** The session's catalogue in one mode. Faker and the fixtures are loaded by the first call that asks for it. */
export async function openCatalogue({ seed }: Session, mode: Mode): Promise<Catalogue> {
  return (await (library ??= import('./data/catalogue.ts'))).catalogueOf(seed, mode)
}

/** Demo credentials are constants; a session's own carry its tag and follow from its seed and name. */
function credentialsOf(session: Session, i: number): Pick<Client, 'clientId' | 'secrets'> {
  if (!session.ownCredentials) {
    const n = i + 1
    return {
      clientId: `5d0b1e00-0000-4000-8000-00000000000${n}`,
      secrets: {
        test: `hpr_test_DemoSecretOfTheFirstKind0000000${n}`,
        live: `hpr_live_DemoSecretOfTheFirstKind0000000${n}`,
      },
    }
  }
  const { name, tag } = session
  const secret = (mode: Mode) => `hpr_${mode}_${tag}${session.draw('hoopr secret', name, mode, i).alphanumeric(20)}`
  return {
    clientId: `${session.draw('hoopr client', name, i).uuid().slice(0, -12)}${tag}`,
    secrets: { test: secret('test'), live: secret('live') },
  }
}
