/** A manifest's file, and whether running it again gives the same bytes. */

import type { Json } from '../core/http.ts'
import { digest } from '../core/random.ts'
import { openStage, type StageOptions } from '../open.ts'
import { version } from '../version.ts'
import { Ledger } from './ledger.ts'
import { type HeaderLine, ManifestError } from './lines.ts'
import { readManifest } from './read.ts'
import { type Replayed, replay, type Stand } from './replay.ts'
import { Replaying } from './replaying.ts'
import { readWritten } from './secrets.ts'

export interface Outcome extends Replayed {
  /** What is odd about the recording, in sentences. */
  readonly notes: readonly string[]
}

/**
 * Replays a file. The providers beside the built-in ones, and fixture files, have to be those of the recording. Rejects
 * with ManifestError where it cannot be replayed, in words that follow "the file cannot be replayed: ", and with Node's
 * error where it cannot be read.
 */
export async function replayFile(
  file: string,
  given: Pick<StageOptions, 'providers' | 'fixtures'> = {},
): Promise<Outcome> {
  const { header, turns, notes } = await readManifest(file)
  const stand = await setUp(header, given)
  const replayed = await replay(turns, stand)
  stand.stage.sessions.end()
  return { ...replayed, notes: [...oddities(header), ...notes] }
}

async function setUp(header: HeaderLine, given: Pick<StageOptions, 'providers' | 'fixtures'>): Promise<Stand> {
  const { real, seed, clock, settings, scenario, state, standIns = {}, fixtures = {} } = header
  const token = Object.entries(standIns).find(([name]) => name.startsWith('admin-token#'))
  const revealed = (written: Json) =>
    readWritten(written, (name) => {
      if (!standIns[name])
        throw new ManifestError(`it is damaged: its first line names ${name}, which nothing stands in for`)
      return standIns[name].as
    })
  let made: Omit<Stand, 'stage'> | undefined
  const options: StageOptions = {
    ...given,
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { clock }),
    ...(settings === undefined ? {} : { settings: revealed(settings as Json) as typeof settings }),
    ...(scenario === undefined ? {} : { scenario: revealed(scenario) }),
    ...(state === undefined ? {} : { state: revealed(state) }),
    ...(token ? { adminToken: token[1].as } : {}),
  }
  const stage = await openStage(options, ({ providers, redactor, fixtures: laid = {} }) => {
    const missing = header.providers.find((name) => !providers.some((each) => each.name === name))
    if (missing !== undefined) throw new ManifestError(`it was recorded with a provider "${missing}" (--provider)`)
    const files = new Set([
      ...Object.keys(fixtures),
      ...Object.keys(laid).flatMap((name) => Object.keys(laid[name]!).map((each) => `${name}/${each}`)),
    ])
    for (const each of files) {
      const [provider = '', name = ''] = each.split('/')
      const content = laid[provider]?.[name]
      if (fixtures[each] !== (content === undefined ? undefined : digest(JSON.stringify(content))))
        throw new ManifestError(
          `it was recorded ${fixtures[each] ? 'with another' : 'without a'} fixture file ${each}.json (--fixtures)`,
        )
    }
    const ledger = new Ledger(providers, redactor, true)
    for (const each of Object.entries(standIns)) ledger.names.adopt(...each)
    if (token) ledger.always(token[1].as, token[0])
    const order = new Replaying(ledger, real)
    made = { ledger, order }
    return order
  })
  return { stage, ...made! }
}

function oddities({ version: recorded, node }: HeaderLine): string[] {
  const major = (text: string) => text.split('.', 1)[0]
  return [
    ...(recorded === version ? [] : [`it was recorded by stuntdouble ${recorded}, and this is ${version}`]),
    ...(major(node) === major(process.versions.node)
      ? []
      : [`it was recorded on Node ${node}, and this is ${process.versions.node}`]),
  ]
}
