/** What may befall a Hoopr account. The account manager does all of it: there is no endpoint (seed, docs/best-practices). */

import type { Cause } from '../../../core/causes.ts'
import { clientIds, clientOf, MODES, openCatalogue, rotateSecrets, setActive } from '../data.ts'
import { setGranted } from './grants.ts'

/** Token requests name their client, other calls have the one of their token. */
const client = {
  object: 'client',
  objects: ({ session }) => clientIds(session).map((id) => ({ id })),
  meets: ({ takes, issues = false }) => takes !== 'none' || issues,
  objectOf: ({ who }) => who.client,
} satisfies Partial<Cause>

const playlist = {
  object: 'playlist',
  objects: async ({ session }) => {
    const shelves = await Promise.all(MODES.map((mode) => openCatalogue(session, mode)))
    return shelves.flatMap(({ playlists }) => playlists.map(({ playlist: { id } }) => ({ id })))
  },
  meets: ({ path }) => path.includes('/:playlistId'),
  objectOf: ({ params }) => params.playlistId,
} satisfies Partial<Cause>

export const causes: Readonly<Record<string, Cause>> = {
  'rotate-secret': {
    ...client,
    about: 'both secrets of a client are replaced; what the old ones bought lives on, unless rotationRevokes',
    source: 'seed, docs/best-practices; assumed U7',
    switch: 'rotationRevokes',
    apply: async ({ session, settings }, id) => {
      await rotateSecrets(session, id)
      return { secrets: (await clientOf(session, settings, id))!.secrets }
    },
  },
  'deactivate-client': activate(
    false,
    'a client gets no token, and those that it has are refused, with client_inactive',
  ),
  'reactivate-client': activate(true, 'a client is served again, with the tokens that it has'),
  'restrict-playlist': grant(false, 'no client may read a playlist: playlist_restricted, and in no list'),
  'grant-playlist': grant(true, 'every client may read a playlist'),
}

function activate(active: boolean, about: string): Cause {
  return {
    ...client,
    about,
    source: 'docs/errors, docs/api/auth-token; assumed U7',
    switch: 'inactiveClients',
    apply: async ({ session }, id) => {
      await setActive(session, id, active)
      return { active }
    },
  }
}

function grant(granted: boolean, about: string): Cause {
  return {
    ...playlist,
    about,
    source: 'docs/errors, docs/api/list-playlists; assumed U25',
    apply: async ({ session }, id) => {
      await setGranted(session, id, granted)
      return { granted }
    },
  }
}
