/** What may befall a Soundcharts account. Its owner does all of it in the dashboard: there is no endpoint (seed). */

import { allowances } from '../../../core/answer.ts'
import type { Cause } from '../../../core/causes.ts'
import { iso } from '../../../core/clock.ts'
import { form } from '../../../core/http.ts'
import { imagined } from '../../../core/imagined.ts'
import { accounts, clientOf, rotateSecret, setMoved, teamOf } from '../data.ts'
import { chooseTeam } from '../oauth/token.ts'
import { onTokenHost } from '../oauth.ts'
import type { Settings } from './settings.ts'

/** What is closed to all calls has none of them. */
const meets: Cause['meets'] = ({ takes, issues = false }) => takes !== 'none' || issues

/** The one that a token request asks for, else the one that the token acts for. The sandbox is everybody's. */
const team = {
  object: 'team',
  objects: ({ session }) =>
    accounts(session)
      .teams.filter(({ teamId }) => teamId !== 'sandbox')
      .map(({ teamId, name }) => ({ id: teamId, names: [name] })),
  meets,
  objectOf: async (context) => {
    const { call, session, settings, who } = context
    if (!onTokenHost(call)) return teamOf(context)?.teamId
    const client = await clientOf(session, settings, who.client)
    return client && chooseTeam(client, form(call).get('team_id'), settings as Settings)?.teamId
  },
} satisfies Partial<Cause>

export const causes: Readonly<Record<string, Cause>> = {
  'rotate-secret': {
    object: 'client',
    objects: ({ session }) => accounts(session).clients.map(({ clientId }) => ({ id: clientId })),
    meets,
    objectOf: ({ who }) => who.client,
    about: 'the secret of a client is replaced; what the old one bought lives on, unless rotationRevokes',
    source: 'seed; assumed 14',
    switch: 'rotationRevokes',
    apply: async ({ session, settings }, id) => {
      await rotateSecret(session, id)
      return { clientSecret: (await clientOf(session, settings, id))!.clientSecret }
    },
  },
  'move-team': move(
    true,
    'a team goes to another account: who asks for it gets 403, who names none gets the next one; tokens live on',
  ),
  'return-team': move(false, 'a team that was moved away is back'),
  'spend-quota': {
    ...team,
    about: 'a team has used its month up, with the tolerance: 429 until the next',
    source: 'docs gs-old; docs help 10104308; assumed 20',
    switch: 'quotaTolerance',
    apply: async (scene, teamId) => {
      const { provider, session, at } = scene
      const facts = { id: '', kind: 'access', provider: provider.name, client: '', scopes: [] } as const
      const credential = { ...facts, scopes: [], team: teamId, issuedAt: at, expiresAt: null }
      const spent = allowances(imagined(scene, provider.routes[0]!, { who: { credential } }), ['quota'])
      const [quota] = await session.limiter.exhaust(spent, at)
      return quota ? { quota: { limit: quota.limit, used: quota.used, resetAt: iso(quota.resetAt) } } : {}
    },
  },
}

function move(moved: boolean, about: string): Cause {
  return {
    ...team,
    about,
    source: 'seed; client; assumed',
    apply: async ({ session }, teamId) => {
      await setMoved(session, teamId, moved)
      return { moved }
    },
  }
}
