/** One endpoint, a row for each version of it that still answers (section 9 of the fact sheet). */

import type { Handler, Route } from '../../../core/provider.ts'

/** What the rows of an endpoint share. `path` is what follows the version, with a slash. */
type Endpoint = Pick<Route, 'name' | 'path' | 'scope' | 'source'>

/** Rows by version, newest first: the newest has the plain name, `artist.get`, an older one `artist.get-v2`. */
export function versions(endpoint: Endpoint, handlers: Readonly<Record<string, Handler>>): Route[] {
  return Object.entries(handlers).map(([version, handle], i) => ({
    ...endpoint,
    name: i === 0 ? endpoint.name : `${endpoint.name}-${version}`,
    method: 'GET',
    path: `/api/${version}${endpoint.path}`,
    handle,
  }))
}
