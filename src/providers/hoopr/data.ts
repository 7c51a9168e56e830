/** What a fresh Hoopr account holds: its clients, and the catalogue, which is made at the first call that reads it. */

import type { Session } from '../../core/session.ts'
import type { SettingValues } from '../../core/settings.ts'
import type { Catalogue } from './data/catalogue.ts'
import type { Settings } from './index.ts'

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

/** The samples' two scopes, all three, and the two again for the client that is deactivated at first. */
const GRANTS = [
  ['catalog:read', 'search'],
  ['catalog:read', 'search', 'analytics:read'],
  ['catalog:read', 'search'],
]

/** The session's clients, with the secrets that are in force. */
export function clients(session: Session, settings: SettingValues): readonly Client[] {
  const { secretGeneration, inactiveClients } = settings as Settings
  return session.derived(`hoopr clients ${secretGeneration} ${inactiveClients}`, () => {
    const inactive = inactiveClients.split(',').map((number) => number.trim())
    return GRANTS.map((scopes, i) => ({
      ...credentialsOf(session, i, secretGeneration),
      scopes,
      active: !inactive.includes(String(i + 1)),
    }))
  })
}

export function clientOf(session: Session, settings: SettingValues, id: string | undefined): Client | undefined {
  return clients(session, settings).find(({ clientId }) => clientId === id)
}

/** The mode as answers name it, which is the wrong one under a switch. */
export function shownMode(mode: string, settings: SettingValues): string {
  return (settings as Settings).otherMode ? MODES.find((each) => each !== mode)! : mode
}

let library: Promise<typeof import('./data/catalogue.ts')> | undefined

/** The session's catalogue in one mode. Faker and the fixtures are loaded by the first call that asks for it. */
export async function openCatalogue(session: Session, mode: Mode): Promise<Catalogue> {
  return (await (library ??= import('./data/catalogue.ts'))).catalogueOf(session, mode)
}

/** Demo credentials are constants; a session's own carry its tag and follow from its seed and name. */
function credentialsOf(session: Session, i: number, generation: number): Pick<Client, 'clientId' | 'secrets'> {
  if (!session.ownCredentials) {
    const n = i + 1
    const secret = `DemoSecretOfTheFirstKind${String(generation - 1).padStart(7, '0')}${n}`
    return {
      clientId: `5d0b1e00-0000-4000-8000-00000000000${n}`,
      secrets: { test: `hpr_test_${secret}`, live: `hpr_live_${secret}` },
    }
  }
  const { name, tag } = session
  const secret = (mode: Mode) =>
    `hpr_${mode}_${tag}${session.draw('hoopr secret', name, mode, i, generation).alphanumeric(20)}`
  return {
    clientId: `${session.draw('hoopr client', name, i).uuid().slice(0, -12)}${tag}`,
    secrets: { test: secret('test'), live: secret('live') },
  }
}
