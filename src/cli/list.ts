/** `stuntdouble list`: all that the emulator knows, with the source of each. */

import { convene, rules } from '../conduct/index.ts'
import { count, fidelity, KINDS, lengthOf, STANDINGS } from '../core/fidelity.ts'
import type { JsonObject } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import { providers as builtIn } from '../providers/index.ts'
import { version } from '../version.ts'
import { FLAGS, type Values } from './flags.ts'
import { loadProviders } from './modules.ts'
import { groupedText, type Listed, scenarioRows, situationRows } from './scenarios.ts'
import { UsageError } from './settle.ts'

type Row = JsonObject

/** What can be listed. Each answers its rows; text shows the fields in this order. */
const SECTIONS: Readonly<Record<string, (providers: readonly Provider[]) => Row[] | Promise<Row[]>>> = {
  providers: (all) =>
    all.map(({ name, title, docs, hosts, modes = [] }) => ({
      name,
      title,
      docs,
      hosts: [...hosts],
      modes: [...modes],
    })),
  routes: each(({ routes, spends: usual }) =>
    routes.map(({ name, method, path, scope = null, spends = usual, source, about = '' }) => ({
      name,
      method,
      path,
      scope,
      spends: [...spends],
      source,
      about,
    })),
  ),
  scopes: each(({ scopes }) => Object.entries(scopes).map(([scope, opens]) => ({ scope, opens }))),
  errors: each(({ errors }) =>
    Object.entries(errors).map(([code, { status, when, source }]) => ({ code, status, when, source })),
  ),
  budgets: each(({ budgets }) =>
    budgets.map(({ name, limit, per, about, source }) => ({ name, limit, per: lengthOf(per), about, source })),
  ),
  settings: each(({ settings }) =>
    Object.entries(settings).map(([name, setting]) => ({
      name,
      default: setting.default,
      ...(setting.type === 'choice' ? { options: [...setting.options] } : {}),
      about: setting.about,
      source: setting.source,
    })),
  ),
  causes: each(({ causes = {} }) =>
    Object.entries(causes).map(([name, { object, about, source }]) => ({ name, object, about, source })),
  ),
  conduct: (all) =>
    [...convene(rules, all)].flatMap(([provider, { all: seats }]) =>
      seats.map(({ rule: { id, about, source }, severity, numbers, stance }) => ({
        provider,
        rule: id,
        severity,
        numbers: Object.entries(numbers).map(([name, value]) => `${name}=${value}`),
        source: [stance?.source, source].filter((each) => each !== undefined).join('; '),
        about,
      })),
    ),
  fixtures: async (all) =>
    (
      await Promise.all(
        all.map(async (provider) =>
          Object.entries((await provider.fixtures?.()) ?? {}).map(([name, { about, source }]) => ({
            provider: provider.name,
            name,
            about,
            source,
          })),
        ),
      )
    ).flat(),
  scenarios: scenarioRows,
  situations: situationRows,
  admin: async () => {
    const [{ adminRoutes }, { PAGE }] = await Promise.all([
      import('../server/admin/routes.ts'),
      import('../server/page.ts'),
    ])
    return [PAGE, ...adminRoutes].map(({ method, path, about }) => ({ method, path: `/__admin${path}`, about }))
  },
}

/** The sections wanted, or all: tables for people, or one JSON object with a list for each. Throws UsageError. */
export async function list(wanted: readonly string[], values: Values): Promise<string> {
  const known = Object.keys(SECTIONS)
  const odd = wanted.find((name) => !known.includes(name))
  if (odd !== undefined) throw new UsageError(`list: there is no "${odd}"; known: ${known.join(', ')}`)
  const providers = [...builtIn, ...(await loadProviders(values.provider))]
  const other = (['fidelity', 'openapi'] as const).filter((flag) => values[flag])
  if (other.length + Math.min(wanted.length, 1) > 1)
    throw new UsageError('list: expected sections, --fidelity or --openapi, got more than one of them')
  if (values.openapi !== undefined) return document(providers, values.openapi)
  if (values.fidelity) return facts(providers, values.json)
  const sections: Record<string, Row[]> = {}
  for (const name of wanted.length > 0 ? wanted : known) sections[name] = await SECTIONS[name]!(providers)
  if (values.json) return JSON.stringify(sections, null, 2)
  return Object.entries(sections)
    .map(([name, rows]) => `${name}\n${name === 'scenarios' ? groupedText(rows as Listed[]) : table(rows)}`)
    .join('\n\n')
}

/** Every row of every card, and above all how many stand how. */
function facts(providers: readonly Provider[], asJson = false): string {
  const rows = providers.flatMap(fidelity)
  const counts = count(rows)
  if (asJson) return JSON.stringify({ counts, rows }, null, 2)
  const sums = Object.entries(counts).flatMap(([provider, kinds]) =>
    KINDS.map((kind): Row => ({ provider, kind, ...kinds[kind] })),
  )
  const headed = (columns: readonly string[], rows: readonly Row[]) =>
    table([Object.fromEntries(columns.map((name) => [name, name])), ...rows])
  return [
    headed(['provider', 'kind', ...STANDINGS], sums),
    headed(
      ['provider', 'kind', 'name', 'standing', 'source', 'switch', 'about'],
      rows.map(({ provider, kind, name, standing, source, switch: turns = '-', about }) => {
        return { provider, kind, name, standing, source, switch: turns, about }
      }),
    ),
  ].join('\n\n')
}

/** The OpenAPI document of one provider. Throws UsageError. */
async function document(providers: readonly Provider[], name: string): Promise<string> {
  const provider = providers.find((each) => each.name === name)
  if (!provider) {
    const known = providers.map((each) => each.name).join(', ')
    throw new UsageError(`--openapi: there is no provider "${name}"; known: ${known}`)
  }
  const { openApi } = await import('../core/openapi.ts')
  const base = `http://${FLAGS.host.default}:${FLAGS.port.default}/${name}`
  return JSON.stringify(openApi(provider, { base, version }), null, 2)
}

/** A section of all providers' rows, each with its provider's name in front. */
function each(rowsOf: (provider: Provider) => Row[]) {
  return (all: readonly Provider[]) =>
    all.flatMap((provider) => rowsOf(provider).map((row) => ({ provider: provider.name, ...row })))
}

function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => columns.map((column) => cell(row[column])))
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)))
  return cells
    .map(
      (line) =>
        `  ${line
          .map((text, i) => text.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n')
}

function cell(value: unknown): string {
  return Array.isArray(value) ? value.join(',') || '-' : value === null || value === undefined ? '-' : String(value)
}
