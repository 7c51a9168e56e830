/** `stuntdouble exec`: runs a command against an emulator, under one scenario or several, and judges it. */

import { join, parse } from 'node:path'
import { conduct } from '../conduct/index.ts'
import { type Report, together } from '../core/judge.ts'
import { reportAll } from '../core/past.ts'
import { providers as builtIn } from '../providers/index.ts'
import { readScenario } from '../scenario/load.ts'
import { environment } from '../server/environment.ts'
import { openBaseline } from './baseline.ts'
import { type Command, codeOf, type Ended, runCommand } from './command.ts'
import { openEmulator, peopleUrl } from './emulator.ts'
import type { Values } from './flags.ts'
import { openLog, wantsColor } from './log.ts'
import { loadProviders } from './modules.ts'
import { openReports } from './reports.ts'
import { UsageError } from './settle.ts'
import { type Row, summary } from './summary.ts'

export type ExecValues = Omit<Values, 'scenario' | 'timeout'> & {
  readonly scenario?: readonly string[]
  readonly timeout?: number
}

/** One run of the command. */
interface Run {
  /** As it was asked for; undefined where nothing plays. */
  readonly scenario: string | undefined
  readonly ended: Ended
  readonly report: Report
}

/** What calls under way are given to end once the command has, in wall time. */
const DRAIN_MS = 2000

/**
 * Resolves with the exit code: the command's own where it is not 0, else 1 unless the verdict is `passed`. Rejects with
 * UsageError or ScenarioError before anything was run.
 */
export async function exec(argv: readonly string[], values: ExecValues): Promise<number> {
  if (argv.length === 0) throw new UsageError('expected a command to run, such as `stuntdouble exec -- npm test`')
  const scenarios = values.scenario ?? []
  const plays = scenarios.length > 0 ? scenarios : [undefined]
  const atOnce = values.parallel === true && plays.length > 1
  if (atOnce) checkPorts(values)
  const baseline = await openBaseline(values)
  const writeReports = await openReports(values.report)
  if (plays.length > 1) await checkScenarios(scenarios, values)

  const stop = onSignals()
  const play = (scenario: string | undefined, i: number) => {
    const { scenario: _, record: file, ...rest } = values
    const record = file === undefined || plays.length === 1 ? file : recordOf(file, i + 1, scenario!)
    const one = { ...(scenario === undefined ? {} : { scenario }), ...(record === undefined ? {} : { record }) }
    return runOnce(argv, { ...rest, ...one }, { stop, alone: !atOnce })
  }
  const runs: Run[] = []
  if (atOnce) runs.push(...(await Promise.all(plays.map(play))))
  else for (const [i, scenario] of plays.entries()) if (stop.signal === undefined) runs.push(await play(scenario, i))

  const report = await baseline(reportOn(runs))
  await writeReports(report)
  process.stderr.write(summary(report, { color: wantsColor(values), rows: rowsOf(runs, report) }))
  const code = runs.find(({ ended }) => ended.code !== 0)?.ended.code
  return code ?? (stop.signal ? codeOf(stop.signal) : report.verdict === 'passed' ? 0 : 1)
}

type Play = Omit<ExecValues, 'scenario'> & { readonly scenario?: string }

/** Each run has an emulator of its own, so it finds what `stuntdouble start` would give it, whatever another left. */
async function runOnce(
  argv: readonly string[],
  values: Play,
  { stop, alone }: { stop: Stop; alone: boolean },
): Promise<Run> {
  const { scenario, timeout } = values
  const emulator = await openEmulator(values, openLog(values))
  const { sessions } = emulator.stage
  const env = await environment(emulator.stage, sessions.default, peopleUrl(emulator, values))
  const bounds = timeout === undefined ? {} : { timeoutMs: timeout }
  const ended = await stop.during(runCommand(argv, { env, reads: alone, ...bounds }))
  await Promise.race([emulator.close(), new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())])
  return { scenario, ended, report: await reportAll(sessions) }
}

/** What every run found; a command that did not run or did not end fails it, whatever its client did. */
function reportOn(runs: readonly Run[]): Report {
  const faults = runs.flatMap((run) =>
    faultsIn(run).map((fault) => (run.scenario === undefined ? fault : `${run.scenario}: ${fault}`)),
  )
  return together(
    runs.flatMap(({ report }) => report.sessions),
    faults,
  )
}

/** A line a run. The report's sessions are those of the runs, in order. */
function rowsOf(runs: readonly Run[], { sessions }: Report): Row[] {
  let from = 0
  return runs.map((run) => {
    const own = sessions.slice(from, (from += run.report.sessions.length))
    const { verdict } = together(own, faultsIn(run))
    return { title: run.scenario ?? '-', verdict, ended: run.ended.words, sessions: own }
  })
}

/** What is wrong with a run beyond any one session. */
function faultsIn({ ended: { fault }, report: { reasons } }: Run): string[] {
  return [...(fault === undefined ? [] : [fault]), ...reasons]
}

/** A signal goes on to the commands, and no further run begins; a second one ends them. */
function onSignals() {
  const commands = new Set<Command>()
  const stop = {
    signal: undefined as NodeJS.Signals | undefined,
    async during(command: Command): Promise<Ended> {
      commands.add(command)
      const ended = await command.ended
      commands.delete(command)
      return ended
    },
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      for (const command of commands) command.signal(stop.signal ? 'SIGKILL' : name)
      stop.signal ??= name
    })
  return stop
}
type Stop = ReturnType<typeof onSignals>

function checkPorts({ port, 'provider-port': ports = [] }: ExecValues): void {
  if ([port, ...ports.map(([, own]) => own)].some((each) => each !== 0))
    throw new UsageError('--parallel: expected --port 0, since each scenario has an emulator of its own, got a port')
}

/** A scenario that cannot be played is told before the command runs for the first time. */
async function checkScenarios(scenarios: readonly string[], values: ExecValues): Promise<void> {
  const providers = [...builtIn, ...(await loadProviders(values.provider))]
  for (const scenario of scenarios) await readScenario(scenario, 'name', providers, { conduct })
}

/** `run.jsonl` is `run-2-token-dies.jsonl` for the second of several scenarios. */
function recordOf(file: string, nth: number, scenario: string): string {
  const { dir, name, ext } = parse(file)
  return join(dir, `${name}-${nth}-${parse(scenario).name}${ext}`)
}
