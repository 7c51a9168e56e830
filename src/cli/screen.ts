/** The first screen: what a person needs to begin. */

import { styleText } from 'node:util'
import type { Running } from '../run.ts'
import { baseOf } from '../server/environment.ts'

/** Base URLs, demo credentials, the scenario and one call to try. */
export async function firstScreen({ stage, origin }: Running, url: string, color: boolean): Promise<string> {
  const { providers, sessions, version } = stage
  const session = sessions.default
  const { script } = session
  const head = (text: string) => (color ? styleText('bold', text) : text)
  const bases = providers.map((each) => {
    const own = origin(each.name)
    return [each.title, baseOf(stage, session, url, each) + (own === undefined ? '' : `, also ${own}`)] as const
  })
  const rows = [...bases, ['Admin API', `${url}/__admin`]] as const
  const width = Math.max(...rows.map(([title]) => title.length))
  const variables = await Promise.all(
    providers.map(async (each) => Object.entries(await each.env(session, baseOf(stage, session, url, each)))),
  )
  const credentials = variables.flat().filter(([, value]) => !value.startsWith(url))
  const [first] = providers
  return [
    head(`stuntdouble ${version}`),
    ...rows.map(([title, address]) => `  ${title.padEnd(width)}  ${address}`),
    head('Demo credentials') + ', the same in every copy',
    ...credentials.map(([name, value]) => `  ${name}=${value}`),
    head('Scenario'),
    script
      ? `  ${script.name}`
      : '  none; --scenario FILE or NAME plays one, `stuntdouble list scenarios` shows the ready-made',
    head('Try'),
    `  ${await first?.firstCall(session, baseOf(stage, session, url, first))}`,
    '',
  ].join('\n')
}
