/** What a fresh Hoopr account holds. */

import type { Session } from '../../core/session.ts'

export type Mode = 'test' | 'live'

export interface Client {
  readonly clientId: string
  readonly secrets: Readonly<Record<Mode, string>>
  readonly scopes: readonly string[]
  readonly active: boolean
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
