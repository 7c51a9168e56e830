/** Every flag there is, as a table. Help, environment variables and configuration files are made of it. */

import { parseDuration } from '../core/clock.ts'
import { FORMATS, type FormatName } from '../reports/index.ts'

/** A flag with an `argument` takes a value, one without is on or off. `list` may be given several times. */
export interface Flag {
  readonly argument?: string
  readonly about: string
  readonly default?: unknown
  readonly list?: boolean
  /** Must not be shown in messages. */
  readonly secret?: boolean
  /** Not for configuration files. */
  readonly notInFile?: boolean
  /** What it accepts, in words; `read` answers undefined for anything else. */
  readonly expected?: string
  read?(text: string): unknown
}

export const FLAGS = {
  port: {
    argument: 'PORT',
    about: 'port to listen on; 0 takes a free one',
    default: 4600,
    expected: 'a port from 0 to 65535',
    read: readPort,
  },
  host: { argument: 'HOST', about: 'host name or address to listen on', default: '127.0.0.1' },
  scenario: { argument: 'FILE|NAME', about: 'scenario to play: a file, or the name of a ready-made one' },
  seed: {
    argument: 'N',
    about: "seed of all chance (default: the scenario's, else 1)",
    expected: 'a whole number',
    read: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
  },
  fixtures: {
    argument: 'DIR',
    about: 'folder of fixture files to use in place of built-in ones: DIR/hoopr/tracks.json',
  },
  state: { argument: 'FILE', about: 'file that keeps the session `default` across restarts; made when it is missing' },
  record: {
    argument: 'FILE',
    about: 'file to record the whole run into, for `stuntdouble replay`; replaces an older recording and nothing else',
  },
  watch: { about: 'play the scenario file anew whenever it, or what it extends, changes' },
  config: {
    argument: 'FILE',
    about: 'configuration in YAML or JSON; its keys are the names of flags',
    notInFile: true,
  },
  provider: { argument: 'FILE', about: 'module that exports a further provider; repeatable', list: true },
  'provider-port': {
    argument: 'NAME=PORT',
    about: 'port of its own for a provider; repeatable',
    list: true,
    expected: 'a provider and a port, such as hoopai=4602',
    read: readProviderPort,
  },
  'admin-token': {
    argument: 'TOKEN',
    about: 'what the admin API asks for when --host is not loopback (default: a random one, printed)',
    secret: true,
  },
  'log-format': { argument: 'FORMAT', about: 'pretty or json', default: 'pretty', ...oneOf('pretty', 'json') },
  'log-level': {
    argument: 'LEVEL',
    about: 'debug, info, warn or error',
    default: 'info',
    ...oneOf('debug', 'info', 'warn', 'error'),
  },
  'tls-cert': { argument: 'FILE', about: 'certificate (PEM) to serve https with' },
  'tls-key': { argument: 'FILE', about: 'its private key (PEM)' },
  'public-url': {
    argument: 'URL',
    about: 'URL that the world knows the emulator by',
    expected: 'an http or https URL',
    read: readUrl,
  },
  'no-color': { about: 'no colours (also with NO_COLOR, and when stderr is no terminal)' },
  report: {
    argument: 'FORMAT[=FILE]',
    about: `write the verdict as ${FORMATS.join(', ')}, to stdout or to a file; repeatable`,
    list: true,
    expected: `${FORMATS.join(', ')}, or one of them and a file, such as junit=report.xml`,
    read: readReport,
  },
  baseline: {
    argument: 'FILE',
    about: 'file of findings that are accepted; others fail, and so does an entry that is found no longer',
  },
  'write-baseline': { about: 'accept what is found now: write it into the --baseline file', notInFile: true },
  parallel: { about: 'run the command under all scenarios at once, each in an emulator of its own' },
  json: { about: 'print JSON', notInFile: true },
  fidelity: {
    about: 'show every fact with its source, and how many are documented, observed, assumed',
    notInFile: true,
  },
  openapi: { argument: 'PROVIDER', about: 'print OpenAPI 3.1 of what is emulated of a provider', notInFile: true },
  export: { about: 'print as shell commands', notInFile: true },
  url: {
    argument: 'URL',
    about: 'the running emulator (default: made of --host and --port)',
    expected: 'an http or https URL',
    read: readUrl,
    notInFile: true,
  },
  session: { argument: 'NAME', about: 'session to speak of', default: 'default', notInFile: true },
  timeout: {
    argument: 'DURATION',
    about: 'how long to wait',
    default: '10s',
    expected: 'a duration such as 500ms, 10s or 1m',
    read: parseDuration,
    notInFile: true,
  },
} as const satisfies Record<string, Flag>

export type FlagName = keyof typeof FLAGS

/** Of whoever starts an emulator. */
export const SERVING: FlagName[] = [
  'port',
  'host',
  'seed',
  'fixtures',
  'record',
  'report',
  'config',
  'provider',
  'provider-port',
  'admin-token',
  'tls-cert',
  'tls-key',
  'public-url',
  'log-format',
  'log-level',
  'no-color',
]
/** Of `start`. */
export const START: FlagName[] = ['scenario', 'state', 'watch', ...SERVING]

/** A report, and where it is to be written; without a file, to stdout. */
export interface WantedReport {
  readonly format: FormatName
  readonly file?: string
}

/** What a verb changes of its flags. */
export type Changes = Readonly<Partial<Record<FlagName, Partial<Flag>>>>

/** A flag as a verb knows it. */
export function flagOf(name: FlagName, changes: Changes = {}): Flag {
  return { ...FLAGS[name], ...changes[name] }
}

/** What each flag is once all sources were read. */
export interface Values {
  readonly port: number
  readonly host: string
  readonly scenario?: string
  readonly seed?: number
  readonly fixtures?: string
  readonly state?: string
  readonly record?: string
  readonly watch?: boolean
  readonly provider?: readonly string[]
  readonly 'provider-port'?: readonly (readonly [provider: string, port: number])[]
  readonly 'admin-token'?: string
  readonly 'log-format': 'pretty' | 'json'
  readonly 'log-level': 'debug' | 'info' | 'warn' | 'error'
  readonly 'tls-cert'?: string
  readonly 'tls-key'?: string
  readonly 'public-url'?: string
  readonly 'no-color'?: boolean
  readonly report?: readonly WantedReport[]
  readonly baseline?: string
  readonly 'write-baseline'?: boolean
  readonly parallel?: boolean
  readonly json?: boolean
  readonly fidelity?: boolean
  /** The name of a provider. */
  readonly openapi?: string
  readonly export?: boolean
  readonly url?: string
  readonly session: string
  /** In ms. */
  readonly timeout: number
}

/** `STUNTDOUBLE_PROVIDER_PORT`. */
export function variableOf(name: string): string {
  return `STUNTDOUBLE_${name.toUpperCase().replaceAll('-', '_')}`
}

function readPort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined
}

function readProviderPort(text: string): readonly [string, number] | undefined {
  const [, name, port] = /^([^=]+)=(.*)$/.exec(text) ?? []
  const number = readPort(port ?? '')
  return name === undefined || number === undefined ? undefined : [name, number]
}

function readReport(text: string): WantedReport | undefined {
  const [, name, file] = /^([a-z]+)(?:=(.+))?$/s.exec(text) ?? []
  const format = FORMATS.find((each) => each === name)
  return format && { format, ...(file === undefined ? {} : { file }) }
}

function readUrl(text: string): string | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined
}

function oneOf(...options: readonly string[]) {
  return {
    expected: `one of ${options.join(', ')}`,
    read: (text: string) => (options.includes(text) ? text : undefined),
  }
}
