/** What a fresh Hoopr account holds: its clients, and the catalogue, which is made at the first call that reads it. */

import type { Session } from '../../core/session.ts'
import type { SettingValues } from '../../core/settings.ts'
import type { Awaitable } from '../../core/state.ts'
import type { Catalogue } from './data/catalogue.ts'
import type { Settings } from './index.ts'

export type { Catalogue, Shelved, Track } from './data/catalogue.ts'

export const TOKEN_PATH = '/v1/auth/token'

export const MODES = ['test', 'live'] as const
export type Mode = (typeof MODES)[number]

/** The documented groups of filters, and one more that a compatible change could bring (assumed U24). */
export const GROUPS = ['genre', 'mood', 'usecase'] as const
export const EXTRA_GROUP = 'instrument'
export type Group = (typeof GROUPS)[number] | typeof EXTRA_GROUP

/** As it stands, with the secrets that are in force. */
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

export function clientIds(session: Session): readonly string[] {
  return session.derived('hoopr clients', () => GRANTS.map((_, i) => clientId(session, i)))
}

export async function clients(session: Session, settings: SettingValues): Promise<Client[]> {
  const all = await Promise.all(clientIds(session).map((id) => clientOf(session, settings, id)))
  return all as Client[]
}

export async function clientOf(
  session: Session,
  settings: SettingValues,
  id: string | undefined,
): Promise<Client | undefined> {
  const i = id === undefined ? -1 : clientIds(session).indexOf(id)
  if (i < 0) return undefined
  const secrets = secretsOf(session, i, await generationOf(session, settings, id!))
  return { clientId: id!, secrets, scopes: GRANTS[i]!, active: await isActive(session, settings, id!) }
}

/** Whether a client is served; one that nobody knows is. What befell it goes before the setting. */
export async function isActive(session: Session, settings: SettingValues, id: string | undefined): Promise<boolean> {
  const set = await session.state.get<boolean>(`hoopr active/${id}`)
  return set ?? !inactiveAtFirst(session, settings).has(id)
}

export function setActive(session: Session, id: string, active: boolean): Awaitable<null> {
  return session.state.change<boolean, null>(`hoopr active/${id}`, () => ({ result: null, value: active }))
}

/** Which secrets of a client are in force: the setting's, and one more for each rotation since. */
export async function generationOf(session: Session, settings: SettingValues, id: string): Promise<number> {
  return (settings as Settings).secretGeneration + (await session.state.count(`hoopr rotations/${id}`, 0))
}

export function rotateSecrets(session: Session, id: string): Awaitable<number> {
  return session.state.count(`hoopr rotations/${id}`)
}

function inactiveAtFirst(session: Session, settings: SettingValues): ReadonlySet<string | undefined> {
  const { inactiveClients } = settings as Settings
  return session.derived(`hoopr inactive ${inactiveClients}`, () => {
    const numbers = inactiveClients.split(',').map((number) => number.trim())
    return new Set(clientIds(session).filter((_, i) => numbers.includes(String(i + 1))))
  })
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
function clientId(session: Session, i: number): string {
  const { name, tag, ownCredentials } = session
  if (!ownCredentials) return `5d0b1e00-0000-4000-8000-00000000000${i + 1}`
  return `${session.draw('hoopr client', name, i).uuid().slice(0, -12)}${tag}`
}

function secretsOf(session: Session, i: number, generation: number): Client['secrets'] {
  const { name, tag, ownCredentials } = session
  const secret = (mode: Mode) =>
    ownCredentials
      ? `hpr_${mode}_${tag}${session.draw('hoopr secret', name, mode, i, generation).alphanumeric(20)}`
      : `hpr_${mode}_DemoSecretOfTheFirstKind${String(generation - 1).padStart(7, '0')}${i + 1}`
  return { test: secret('test'), live: secret('live') }
}
