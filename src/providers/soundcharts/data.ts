/** What a fresh Soundcharts account holds: API clients, teams, legacy keys, and the catalogue that all of them read. */

import type { Context } from '../../core/provider.ts'
import type { Session } from '../../core/session.ts'
import type { SettingValues } from '../../core/settings.ts'
import type { Awaitable } from '../../core/state.ts'
import type { Settings } from './data/settings.ts'
import { type Feature, scopes } from './scopes.ts'

export { addressed } from './data/addresses.ts'
export { type Album, albums } from './data/albums.ts'
export {
  type Artist,
  allArtists,
  artistByIdentifier,
  artistByUuid,
  artistIdentifier,
  searchArtists,
} from './data/artists.ts'
export {
  ARTISTS,
  type Board,
  FESTIVALS,
  growthOf,
  latest,
  type Measure,
  PERIODS,
  type Period,
  playlistBoard,
  RADIOS,
  SONGS,
  VENUES,
} from './data/boards.ts'
export {
  countAt,
  editionAt,
  instantOf,
  peakPosition,
  rankingOf,
  type Standing,
  standingsOf,
} from './data/charts/ranks.ts'
export { type Chart, chartBySlug, chartPlatforms, chartsOn } from './data/charts.ts'
export { allCollaborators, type Collaborator } from './data/collaborators.ts'
export { EVENT_TYPES, type Event, eventsOf } from './data/events.ts'
export {
  addToLibrary,
  type Changed,
  type LibraryKind,
  type Listed,
  libraryOf,
  removeFromLibrary,
} from './data/library.ts'
export { LYRIC_ATTRIBUTES, LYRIC_SCORES, type Lyrics, lyricsOf, lyricWords } from './data/lyrics.ts'
export { rememberLast } from './data/memo.ts'
export { named } from './data/names.ts'
export { type Followed, METRICS, type Platform, pageAt, platformOf, platforms } from './data/platforms.ts'
export { CRAWLED_AT, type Entry, entriesOf, lastCrawl, peak, tracklistOf } from './data/playlists/entries.ts'
export {
  curatorsOf,
  followersOf,
  latestFollowers,
  type Owner,
  PLAYLIST_TYPES,
  type Playlist,
  type PlaylistType,
  playlistByUuid,
  playlistPlatforms,
  playlistsOn,
  searchPlaylists,
} from './data/playlists.ts'
export { albumPlaysOf, playsOf, sharesOf } from './data/plays.ts'
export { indexesOf } from './data/pools.ts'
export { allRadios, type Broadcast, broadcastsOf, feedOf, type Radio, radioBySlug } from './data/radios.ts'
export { popularityOf, retentionOf, SCORES, scoreOf, songPopularityOf } from './data/ratings.ts'
export { albumsOf, relatedTo, SONG_ORDERS, songsOf, sorted } from './data/relations.ts'
export { type Genre, inSandboxTerms, withdrawn } from './data/samples.ts'
export {
  cityShares,
  type Day,
  dateOf,
  dayOf,
  FIRST_DAY,
  isCityDay,
  isMonthDay,
  type Series,
  seriesOf,
} from './data/series.ts'
export { SETTINGS, type Settings } from './data/settings.ts'
export { albumOf, type Song, searchSongs, songs, tracksOf } from './data/songs.ts'
export { albumsNamed } from './data/titles.ts'
export { allFestivals, allVenues } from './data/venues.ts'
export { countryName, words } from './data/words.ts'
export { makeWorld, type World, worldOf } from './data/world.ts'

export const TOKEN_PATH = '/oauth/token'

export type Mode = 'production' | 'sandbox'

/** What a credential acts for: plan and quota are a team's. */
export interface Team {
  readonly teamId: string
  readonly name: string
  readonly plan: string
  readonly features: readonly Feature[]
  /** Calls a month. */
  readonly quota: number
}

/** Its first team is its default. */
export interface ApiClient {
  readonly clientId: string
  readonly teams: readonly Team[]
}

export interface LegacyKeys {
  readonly appId: string
  readonly apiKey: string
  readonly mode: Mode
  readonly team: Team
}

export interface Accounts {
  readonly teams: readonly Team[]
  readonly clients: readonly ApiClient[]
  readonly legacyKeys: readonly LegacyKeys[]
}

const ALL = Object.keys(scopes) as Feature[]
/** Restricted to specific plans (docs get-artists, get-tiktok-music-links-ranking; sdk). */
const EXTRAS: readonly Feature[] = ['audience', 'top', 'library', 'tiktok']
const TEAMS: readonly Omit<Team, 'teamId'>[] = [
  { name: 'Main Office', plan: 'complete', features: ALL, quota: 500_000 },
  { name: 'North Office', plan: 'complete', features: ALL, quota: 500_000 },
  // A plan without series and without what only some plans have: 403 there.
  {
    name: 'Metadata Desk',
    plan: 'metadata',
    features: ALL.filter((feature) => !EXTRAS.includes(feature)),
    quota: 500_000,
  },
  // A quota that a test can spend.
  { name: 'Trial Desk', plan: 'trial', features: ALL, quota: 10 },
]
/** The teams of each client, by their places above. */
const CLIENTS = [[0], [1, 2, 3], [2], [3]] as const
/** The public pair: one for everybody, and the only way into the sandbox (docs getting-started). */
const PUBLIC_KEY = 'soundcharts'
const SANDBOX: Team = { teamId: 'sandbox', name: 'Sandbox', plan: 'sandbox', features: ALL, quota: 500_000 }

/** The accounts as they are at first: a client with one team, one with three, one whose plan lacks series, one with a small quota. */
export function accounts(session: Session): Accounts {
  return session.derived('soundcharts accounts', () => {
    const teams = TEAMS.map((team, i) => ({ teamId: teamId(session, i), ...team }))
    const clients = CLIENTS.map((places, i) => ({
      clientId: clientId(session, i),
      teams: places.map((at) => teams[at]!),
    }))
    const legacyKeys: LegacyKeys[] = [
      { ...keysOf(session), mode: 'production', team: teams[0]! },
      { appId: PUBLIC_KEY, apiKey: PUBLIC_KEY, mode: 'sandbox', team: SANDBOX },
    ]
    return { teams: [...teams, SANDBOX], clients, legacyKeys }
  })
}

/** A client as it stands: with the secret that is in force, and the teams that have not moved away. */
export type Client = ApiClient & { readonly clientSecret: string }

export async function clientOf(
  session: Session,
  settings: SettingValues,
  id: string | undefined,
): Promise<Client | undefined> {
  const all = accounts(session).clients
  const i = all.findIndex(({ clientId }) => clientId === id)
  if (i < 0) return undefined
  const { clientId, teams } = all[i]!
  const clientSecret = secretOf(session, i, await generationOf(session, settings, clientId))
  const moved = await Promise.all(teams.map(({ teamId }) => session.state.get<boolean>(movedKey(teamId))))
  return { clientId, clientSecret, teams: teams.filter((_, place) => !moved[place]) }
}

export async function clients(session: Session, settings: SettingValues): Promise<Client[]> {
  const ids = accounts(session).clients.map(({ clientId }) => clientId)
  return (await Promise.all(ids.map((id) => clientOf(session, settings, id)))) as Client[]
}

/** Which secret of a client is in force: the setting's, and one more for each rotation since. */
export async function generationOf(session: Session, settings: SettingValues, id: string): Promise<number> {
  return (settings as Settings).secretGeneration + (await session.state.count(`soundcharts rotations/${id}`, 0))
}

export function rotateSecret(session: Session, id: string): Awaitable<number> {
  return session.state.count(`soundcharts rotations/${id}`)
}

/** Moves a team to another account, or back. */
export function setMoved(session: Session, teamId: string, moved: boolean): Awaitable<null> {
  return session.state.change<boolean, null>(movedKey(teamId), () => ({ result: null, value: moved }))
}

function movedKey(teamId: string): string {
  return `soundcharts moved/${teamId}`
}

/** What `x-quota-remaining` says in the sandbox, always (assumed). */
export const SANDBOX_REMAINING = SANDBOX.quota

/** Whether a call's credential sees everything or the sandbox. */
export function modeOf({ token, who }: Context): string | undefined {
  return (token ?? who.credential)?.mode
}

/** The team that a call's credential acts for, whether or not the credential is still good. */
export function teamOf({ session, token, who }: Context): Team | undefined {
  const id = (token ?? who.credential)?.team
  return accounts(session).teams.find(({ teamId }) => teamId === id)
}

/** Where a session's tag stands in its client ids and in its app id. */
export const TAG_AT = { clientId: 2, appId: 16 } as const

/**
 * Demo credentials are constants; a session's own carry its tag and follow from its seed and name. Formats are assumed:
 * letters and digits alone, since OAuth libraries percent-encode even `_` and `-` in Basic (RFC 6749 2.3.1).
 */
function clientId(session: Session, i: number): string {
  const { name, tag, ownCredentials } = session
  if (!ownCredentials) return `scdemodemodemodemodemo000${i + 1}`
  return `sc${tag}${session.draw('soundcharts client', name, i).lower(12)}`
}

/** The secret of the client at this place, in each generation another. */
export function secretOf(session: Session, i: number, generation: number): string {
  const { name, tag, ownCredentials } = session
  if (!ownCredentials) return `scsDemoSecretOfTheFirstKind${String(generation - 1).padStart(20, '0')}${i + 1}`
  return `scs${tag}${session.draw('soundcharts secret', name, i, generation).alphanumeric(33)}`
}

function keysOf(session: Session): Pick<LegacyKeys, 'appId' | 'apiKey'> {
  if (!session.ownCredentials)
    return { appId: 'STUNTDOUBLE-API_DEMO00000001', apiKey: 'sck_demo0000000000000000000001' }
  const { name, tag } = session
  return { appId: `STUNTDOUBLE-API_${tag}`, apiKey: `sck_${tag}${session.draw('soundcharts key', name).hex(14)}` }
}

function teamId(session: Session, i: number): string {
  return session.ownCredentials
    ? session.draw('soundcharts team', session.name, i).uuid()
    : `5c0d1e00-0000-4000-8000-00000000000${i + 1}`
}
