/** Hoopr's endpoints. Source: docs/api/*, docs/versioning. */

import type { Context, Handler, Route } from '../../core/provider.ts'
import { ok } from './api/envelope.ts'
import { routes as media } from './api/media.ts'
import { groupParameters, readGroup } from './api/parameters.ts'
import { routes as playlists } from './api/playlists.ts'
import { answers, FILTER_GROUPS, VERSION } from './api/schemas.ts'
import { catalogueOf, routes as tracks } from './api/tracks.ts'
import { EXTRA_GROUP, GROUPS, type Group } from './data.ts'
import type { Settings } from './index.ts'
import { tokenRoute } from './oauth.ts'

export { answerHeaders, headers, whose } from './api/headers.ts'
export { parameters } from './api/parameters.ts'

/** Both open routes answer the same object: one sample is shown for them (docs/versioning). */
const version: Handler = (context) =>
  ok(context, { apiVersion: 'v1', serviceVersion: (context.settings as Settings).serviceVersion })

export const routes: readonly Route[] = [
  tokenRoute,
  ...tracks,
  ...playlists,
  {
    name: 'filters.list',
    method: 'GET',
    path: '/v1/filters',
    scope: 'catalog:read',
    source: 'docs/api/filters; assumed D4 U24',
    about: 'the master list of filters by group, each group by rank; not paged',
    parameters: groupParameters,
    success: answers('the groups', FILTER_GROUPS),
    refuses: ['invalid_request'],
    switch: 'extraFilterGroup',
    handle: listFilters,
  },
  {
    name: 'version.get',
    method: 'GET',
    path: '/version',
    takes: 'none',
    spends: [],
    source: 'docs/versioning',
    about: 'which contract and build answers',
    success: answers('the versions', VERSION),
    refuses: ['unavailable'],
    switch: 'serviceVersion',
    handle: version,
  },
  {
    name: 'health.get',
    method: 'GET',
    path: '/health-check',
    takes: 'none',
    spends: [],
    source: 'docs/versioning',
    about: 'whether it answers at all: the same object',
    success: answers('the versions', VERSION),
    refuses: ['unavailable'],
    switch: 'serviceVersion',
    handle: version,
  },
  ...media,
]

/** The whole list by group, or the one group that was asked for (D4). It is not paged (D9). */
async function listFilters(context: Context) {
  const groups: readonly Group[] = (context.settings as Settings).extraFilterGroup ? [...GROUPS, EXTRA_GROUP] : GROUPS
  const asked = readGroup(context.call, groups)
  const { filters } = await catalogueOf(context)
  const wanted = asked === undefined ? groups : [asked]
  return ok(context, Object.fromEntries(wanted.map((group) => [group, [...filters[group]]])))
}
