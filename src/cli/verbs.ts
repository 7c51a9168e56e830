/** Finds the verb of a command line, and its flags. What a verb does is loaded when it is wanted. */

import { Command, CommanderError, Option } from 'commander'
import { version } from '../version.ts'
import type { ExecValues } from './exec.ts'
import { type Changes, type FlagName, flagOf, SERVING, START, type Values, variableOf } from './flags.ts'
import type { ReportValues } from './report.ts'
import { UsageError, valuesOf } from './settle.ts'

const REMOTE: FlagName[] = ['url', 'host', 'port', 'tls-cert', 'config']

const HELP = `
Every flag is also an environment variable, STUNTDOUBLE_<FLAG> (STUNTDOUBLE_PORT), and but for a few a key of the
configuration file. What counts is the flag, then the environment, then the file, then the default.
Exit codes: 0 good, 1 a failure at run time or a verdict other than passed, 2 wrong usage, configuration or scenario.`

const program = new Command('stuntdouble')
  .description('Stands in for Hoopr B2B, HoopAI Platform and Soundcharts in integration tests.')
  .version(version)
  .showHelpAfterError('(--help says what there is)')
  .exitOverride()
  .enablePositionalOptions()

const start = verb(
  'start',
  'serve until SIGINT or SIGTERM (what `stuntdouble` alone does)',
  START,
  async (values, [odd]) => {
    const known = program.commands.map((command) => command.name()).join(', ')
    if (odd !== undefined) throw new UsageError(`there is no command "${odd}"; known: ${known}`)
    const { serve } = await import('./start.ts')
    await serve(values)
  },
  { isDefault: true },
).allowExcessArguments()
verb<ExecValues>(
  'exec',
  'run a command against an emulator on a free port, judge it, and report: `stuntdouble exec -- npm test`',
  ['scenario', 'parallel', 'timeout', 'baseline', 'write-baseline', ...SERVING],
  async (values, argv) => {
    const { exec } = await import('./exec.ts')
    process.exit(await exec(argv, values))
  },
  {
    changes: {
      scenario: { list: true, about: 'scenario to run it under: a file, or a ready name; repeatable' },
      timeout: { default: undefined, about: 'how long it may take under each scenario (default: as long as it likes)' },
      port: { default: 0 },
      'log-level': { default: 'warn' },
      record: { about: 'file to record the run into; under several scenarios, a file for each beside it' },
    },
  },
)
  .argument('[command...]')
  .passThroughOptions()
verb(
  'init',
  'write a first scenario (default scenarios/first.yaml), with every key in it',
  [],
  async (_values, [file]) => {
    const { init } = await import('./init.ts')
    process.stderr.write(`${await init(file)}\n`)
  },
).argument('[file]')
verb('validate', 'check scenario files', ['provider', 'json'], async (values, files) => {
  const { validate } = await import('./validate.ts')
  process.exitCode = await validate(files, values)
}).argument('<files...>')
verb(
  'replay',
  'run a recorded run again and compare every answer: exit 0 equal, 1 different, 2 no recording that can be replayed',
  ['provider', 'fixtures', 'json'],
  async (values, [file]) => {
    const { replay } = await import('./replay.ts')
    process.exitCode = await replay(file!, values)
  },
).argument('<file>')
verb(
  'list',
  'show what there is, or only some of it: `list routes scopes`',
  ['provider', 'json', 'fidelity', 'openapi'],
  async (values, sections) => {
    const { list } = await import('./list.ts')
    print(await list(sections, values))
  },
).argument('[sections...]')
verb(
  'env',
  'print the environment variables for a running emulator',
  [...REMOTE, 'session', 'admin-token', 'export'],
  async (values) => {
    const { env } = await import('./env.ts')
    print(await env(values))
  },
)
verb(
  'explain',
  'say why a running emulator answered a call as it did (default: the latest that was refused or struck, else the latest)',
  [...REMOTE, 'session', 'admin-token', 'json'],
  async (values, [id]) => {
    const { explain } = await import('./explain.ts')
    print(await explain(id, values))
  },
).argument('[id]')
verb('health', 'exit 0 when the emulator answers', REMOTE, async (values) => {
  const { health } = await import('./health.ts')
  await health(values)
})
verb('wait', 'wait until the emulator answers', [...REMOTE, 'timeout'], async (values) => {
  const { wait } = await import('./health.ts')
  await wait(values)
})
verb<ReportValues>(
  'report',
  'print the verdict of a running emulator; exit 1 unless it passed',
  [...REMOTE, 'session', 'admin-token', 'report', 'baseline', 'write-baseline', 'json', 'no-color'],
  async (values) => {
    const { report } = await import('./report.ts')
    process.exitCode = await report(values)
  },
  { changes: { session: { default: undefined, about: 'session to report on (default: all)' } } },
)
verb(
  'schema',
  'print the JSON Schema of scenario files, or of reports: `schema report`',
  ['provider'],
  async (values, [of]) => {
    const { schema } = await import('./schema.ts')
    print(await schema(values, of))
  },
).argument('[of]')

program.addHelpText('after', () => `\n${start.helpInformation()}${HELP}`)

/** Does what the command line says. Exits when that was to be told about it, or was wrong. */
export async function run(): Promise<void> {
  await program.parseAsync().catch((error) => {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
    throw error
  })
}

function verb<V = Values>(
  name: string,
  about: string,
  flags: readonly FlagName[],
  act: (values: V, operands: readonly string[]) => Promise<void>,
  { changes, ...options }: { isDefault?: boolean; changes?: Changes } = {},
): Command {
  const command = program.command(name, options).description(about).addHelpText('after', HELP)
  for (const flag of flags) command.addOption(optionOf(flag, changes))
  return command.action(async () => act((await valuesOf(givenTo(command, flags), flags, changes)) as V, command.args))
}

function optionOf(name: FlagName, changes?: Changes): Option {
  const { argument, about, default: usual, list } = flagOf(name, changes)
  const facts = [...(usual === undefined ? [] : [`default ${usual}`]), variableOf(name)].join(', ')
  const option = new Option(`--${name}${argument === undefined ? '' : ` <${argument}>`}`, `${about} (${facts})`)
  return list ? option.argParser((value, before: string[] = []) => [...before, value]) : option
}

function givenTo(command: Command, names: readonly FlagName[]): Partial<Record<FlagName, unknown>> {
  const given = command.opts()
  const flags: Partial<Record<FlagName, unknown>> = {}
  for (const name of names) {
    const key = optionOf(name).attributeName()
    if (command.getOptionValueSource(key) === 'cli') flags[name] = name.startsWith('no-') ? !given[key] : given[key]
  }
  return flags
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
