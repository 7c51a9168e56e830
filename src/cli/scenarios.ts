/** The ready scenarios for `stuntdouble list`: what each stages, for whom, and which of the thirty situations it is. */

import { readFile } from 'node:fs/promises'
import type { JsonObject } from '../core/http.ts'
import { readyFile, readyNames } from '../scenario/ready.ts'
import { DUTIES, SITUATIONS } from '../scenario/situations.ts'
import { fromYaml } from '../scenario/text.ts'
import type { ScenarioText } from '../scenario/written.ts'

/** A ready scenario, as it is listed. */
export type Listed = {
  readonly name: string
  readonly providers: string[]
  readonly duty: string
  readonly situations: { number: number; about: string }[]
  readonly about: string
}

/** All of them: by duty, then by situation, then by name. */
export async function scenarioRows(): Promise<Listed[]> {
  const rows = await Promise.all(readyNames().map(read))
  return rows.sort((a, b) => orderOf(a) - orderOf(b) || (a.name < b.name ? -1 : 1))
}

/** The thirty situations, each with the scenarios that stage it. */
export async function situationRows(): Promise<JsonObject[]> {
  const rows = await scenarioRows()
  return SITUATIONS.map((about, i) => {
    const staging = rows.filter(({ situations }) => situations.some(({ number }) => number === i + 1))
    return { situation: i + 1, about, scenarios: staging.map(({ name }) => name) }
  })
}

/** For people: by provider, then by duty; a scenario for several providers stands under each. */
export function groupedText(rows: readonly Listed[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const lineOf = ({ name, situations, about }: Listed) => {
    const numbers = situations.map(({ number }) => number).join(',')
    const text = situations[0]?.about ?? /^.*?\.(?= |$)/.exec(about)?.[0] ?? about
    return `      ${name.padEnd(width)}  ${numbers.padStart(2)}  ${text}`
  }
  return [...new Set(rows.flatMap(({ providers }) => providers))]
    .flatMap((provider) => [
      `  ${provider}`,
      ...DUTIES.flatMap((duty) => {
        const lines = rows.filter((row) => row.duty === duty && row.providers.includes(provider)).map(lineOf)
        return lines.length > 0 ? [`    ${duty}`, ...lines] : []
      }),
    ])
    .join('\n')
}

async function read(name: string): Promise<Listed> {
  const file = readyFile(name)!
  const { value } = await fromYaml(await readFile(file, 'utf8'), file)
  const { about = '', stages } = value as ScenarioText
  const { providers = [], duty = '', situation = [] } = stages ?? {}
  const situations = [situation].flat().map((number) => ({ number, about: SITUATIONS[number - 1]! }))
  return { name, providers: [...providers], duty, situations, about }
}

/** One without a situation comes last among those of its duty. */
function orderOf({ duty, situations }: Listed): number {
  return (DUTIES as readonly string[]).indexOf(duty) * 100 + (situations[0]?.number ?? 99)
}
