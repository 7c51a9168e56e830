/** A file of findings that are accepted: it lets them pass, and fails a run in which one of them is no longer found. */

import { readFile, writeFile } from 'node:fs/promises'
import { type Finding, faultsOf, type Report, type SessionReport, together, verdictOf } from '../core/judge.ts'
import { ScenarioError } from '../scenario/problems.ts'
import { fromYaml } from '../scenario/text.ts'
import type { Values } from './flags.ts'
import { UsageError } from './settle.ts'

/** One accepted finding. What else an entry tells is for people. */
interface Entry {
  readonly fingerprint: string
  /** That was played when it was found; left out, none was. */
  readonly scenario?: string
  readonly rule?: string
  readonly provider?: string
  /** As it was worded then. */
  readonly message?: string
  /** Why it is accepted. */
  readonly why?: string
}

const HEAD = `Findings that are accepted. A run fails on any other error, and on an entry that is found no longer.
Say in \`why\` why one may stay.`

interface Baseline {
  readonly file: string
  readonly entries: readonly Entry[]
}

/**
 * Answers what holds a report against the baseline: accepted findings are marked as known, and the verdict is the one without
 * them. Rejects with UsageError where there is no file, and with ScenarioError where it is wrong.
 */
export async function openBaseline(
  values: Pick<Values, 'baseline' | 'write-baseline'>,
): Promise<(report: Report) => Promise<Report>> {
  const { baseline: file, 'write-baseline': writes = false } = values
  if (file === undefined) {
    if (writes) throw new UsageError('--write-baseline: expected --baseline with the file to write')
    return async (report) => report
  }
  const baseline = { file, entries: await read(file, writes) }
  return async (report) => accept(report, writes ? await write(baseline, report) : baseline)
}

async function read(file: string, writes: boolean): Promise<readonly Entry[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (writes && error.code === 'ENOENT') return ''
    throw new UsageError(`--baseline: ${error.message}; --write-baseline makes one`)
  })
  const { value, place } = await fromYaml(text, file)
  if (value === null) return []
  const { array, optional } = await import('valibot')
  const shapes = await import('../scenario/shapes.ts')
  const { faultsBy } = await import('../scenario/schema.ts')
  const words = optional(shapes.text('a text'))
  const fingerprint = shapes.text('a fingerprint, as reports show them')
  const entry = { fingerprint, scenario: words, rule: words, provider: words, message: words, why: words }
  const faults = faultsBy(array(shapes.map('a finding', entry), shapes.say('a list of findings')), value)
  if (faults.length > 0) throw new ScenarioError(faults.map(place))
  return value as unknown as readonly Entry[]
}

function accept(report: Report, { file, entries }: Baseline): Report {
  const sessions = report.sessions.map((session) => acceptIn(session, entries))
  const stale = entries
    .filter((entry) => isStale(entry, sessions))
    .map(({ fingerprint, scenario }) => {
      const where = scenario === undefined ? '' : ` under ${scenario}`
      return `${file} accepts ${fingerprint}${where}, which is found no longer: take the entry out`
    })
  return together(sessions, [...(sessions.length > 0 ? report.reasons : []), ...stale])
}

function acceptIn(session: SessionReport, entries: readonly Entry[]): SessionReport {
  const keys = new Set(entries.map(keyOf))
  const findings = session.findings.map((finding) =>
    keys.has(keyOf(entryOf(finding, session))) ? { ...finding, known: true as const } : finding,
  )
  const doubts = session.reasons.slice(faultsOf(session).length)
  const faults = faultsOf({ ...session, findings })
  return { ...session, findings, verdict: verdictOf(faults, doubts), reasons: [...faults, ...doubts] }
}

/** What was not played, or never called, shows nothing. */
function isStale(entry: Entry, sessions: readonly SessionReport[]): boolean {
  const tried = triedUnder(entry, sessions)
  const found = tried.flatMap(({ findings }) => findings)
  return tried.length > 0 && !found.some(({ fingerprint }) => fingerprint === entry.fingerprint)
}

function triedUnder({ scenario }: Entry, sessions: readonly SessionReport[]): SessionReport[] {
  return sessions.filter((each) => nameOf(each) === scenario && Object.keys(each.calls).length > 0)
}

/** Puts down what fails now, and what was accepted under scenarios of which nothing was seen. */
async function write({ file, entries }: Baseline, { sessions }: Report): Promise<Baseline> {
  const found = sessions.flatMap((session) =>
    session.findings.filter(({ severity }) => severity === 'error').map((finding) => entryOf(finding, session)),
  )
  const others = entries.filter((entry) => triedUnder(entry, sessions).length === 0)
  const reasons = new Map(entries.map((entry) => [keyOf(entry), entry.why]))
  const written = [...new Map([...others, ...found].map((entry) => [keyOf(entry), entry]))].map(([key, entry]) => {
    const why = reasons.get(key)
    return why === undefined ? entry : { ...entry, why }
  })
  const { Document } = await import('yaml')
  const document = new Document(written)
  document.commentBefore = HEAD.replace(/^/gm, ' ')
  await writeFile(file, document.toString({ lineWidth: 0 })).catch((error: Error) => {
    throw new Error(`--baseline: ${error.message}`)
  })
  return { file, entries: written }
}

function entryOf({ fingerprint, rule, provider, message }: Finding, session: SessionReport): Entry {
  const scenario = nameOf(session)
  return { fingerprint, ...(scenario === undefined ? {} : { scenario }), rule, provider, message }
}

function nameOf({ scenario }: SessionReport): string | undefined {
  return scenario ?? undefined
}

/** Which finding it is, whatever its words. */
function keyOf({ fingerprint, scenario }: Entry): string {
  return JSON.stringify([fingerprint, scenario])
}
