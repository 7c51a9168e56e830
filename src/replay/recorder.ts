/** Records an emulator's run from its first moment to its last. */

import type { JsonObject } from '../core/http.ts'
import type { Order } from '../core/order.ts'
import { digest } from '../core/random.ts'
import type { Made } from '../open.ts'
import type { Stage } from '../server/stage.ts'
import { version } from '../version.ts'
import { type ManifestFile, openManifest } from './file.ts'
import { Ledger } from './ledger.ts'
import { FORMAT, type HeaderLine, KIND } from './lines.ts'
import { Recording } from './record.ts'

export interface Recorder {
  /** Throws where nothing can be written there, in words. */
  readonly begin: (made: Made) => Order
  /** The emulator is up: now the older recording gives way. */
  keep(stage: Stage): void
  /** Sessions are about to end. What they leave undone is not part of the run: a replay does not know when. */
  closing(): void
  end(): void
}

export function makeRecorder(file: string, log: Stage['log'] = () => {}): Recorder {
  let recording: Recording | undefined
  let manifest: ManifestFile | undefined
  return {
    begin(made) {
      const ledger = new Ledger(made.providers, made.redactor, false)
      recording = new Recording(ledger, (line) => manifest?.write(line))
      const header = headerOf(made, ledger, recording.now())
      const failed = ({ message }: Error) => log('error', 'record', { message: `the recording ends here: ${message}` })
      try {
        manifest = openManifest(file, header, failed)
      } catch (error) {
        throw new RangeError(`record: ${(error as Error).message}`)
      }
      return recording
    },
    keep({ sessions }) {
      manifest?.keep()
      recording?.open(sessions)
    },
    closing: () => recording?.closing(),
    end() {
      if (recording) manifest?.end(recording.turns)
    },
  }
}

function headerOf(made: Made, ledger: Ledger, real: number): HeaderLine {
  const { providers, seed, clock, settings, script, fixtures, state, adminToken } = made
  const hidden = adminToken === undefined ? undefined : ledger.names.hide(adminToken, 'admin-token')
  if (hidden) ledger.always(adminToken!, hidden.name)
  const files = Object.entries(fixtures ?? {}).flatMap(([provider, contents]) =>
    Object.entries(contents).map(([name, content]) => [`${provider}/${name}`, digest(JSON.stringify(content))]),
  )
  const what = {
    ...(settings ? { settings } : {}),
    ...(script?.written === undefined ? {} : { scenario: script.written }),
  }
  const staged = ledger.secrets.write(what as JsonObject)
  const kept = state === undefined ? undefined : ledger.secrets.write(state)
  const standIns = {
    ...(hidden ? { [hidden.name]: hidden.standIn } : {}),
    ...staged.standIns,
    ...kept?.standIns,
  }
  return {
    kind: KIND,
    format: FORMAT,
    version,
    node: process.versions.node,
    providers: providers.map(({ name }) => name),
    real,
    ...(seed === undefined ? {} : { seed }),
    ...(clock === undefined ? {} : { clock }),
    ...(staged.written as typeof what),
    ...(files.length > 0 ? { fixtures: Object.fromEntries(files) } : {}),
    ...(kept ? { state: kept.written } : {}),
    ...(Object.keys(standIns).length > 0 ? { standIns } : {}),
  }
}
