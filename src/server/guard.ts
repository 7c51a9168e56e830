/** Who may use the admin API: whoever shares the machine, or shows the token; never a web page from elsewhere. */

import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AdminError } from './admin/errors.ts'
import type { Stage } from './stage.ts'

/**
 * Lets a request pass, or throws AdminError 401 or 403. Bound to loopback no token is needed, and bound elsewhere it is
 * (unless the route is `open`). A foreign `Host` could be a name that an attacker points here (DNS rebinding), so it
 * needs the token everywhere; a foreign `Origin` is a page of another site and is refused whatever it shows.
 */
export function guard(stage: Stage, req: IncomingMessage, open = false): void {
  const { host = '', origin } = req.headers
  if (origin !== undefined && !isOwnOrigin(stage, origin, host))
    throw new AdminError('foreign_origin', 'The admin API does not answer pages of other sites.', { got: origin })
  if (open || isValid(stage, req.headers.authorization)) return
  if (!isLoopback(stage.host))
    throw new AdminError('unauthorized', `Bound to ${stage.host}, the admin API wants its token.`, {
      expected:
        'the header Authorization: Bearer <admin token>; the emulator printed it, or was given it, at its start',
    })
  const name = nameOf(host)
  if (!isLoopback(name) && name !== nameOf(new URL(stage.publicUrl ?? 'http://localhost').host))
    throw new AdminError('foreign_host', 'The admin API does not answer to this host name without its token.', {
      expected: 'localhost, 127.0.0.1, [::1], the host of --public-url, or any host with the admin token',
      got: host,
    })
}

/** A token for an emulator that was given none. Real randomness: this is security, not emulation. */
export function newAdminToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Whether a host name or address can only be this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
}

/** An origin is own when it is where the request itself went, or where the world sees the emulator. */
function isOwnOrigin({ publicUrl }: Stage, origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  const own = [`${from.protocol}//${host}`, ...(publicUrl === undefined ? [] : [publicUrl])]
  return own.some((url) => URL.canParse(url) && new URL(url).origin === from.origin)
}

/** Digests are compared, so that neither time nor length tells anything of the token. */
function isValid({ adminToken }: Stage, header: string | undefined): boolean {
  const [, token] = /^bearer +(\S+) *$/i.exec(header ?? '') ?? []
  if (adminToken === undefined || token === undefined) return false
  return timingSafeEqual(hash('sha256', token, 'buffer'), hash('sha256', adminToken, 'buffer'))
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
