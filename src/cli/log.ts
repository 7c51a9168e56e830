/** Tells the person who runs the emulator what happens, on stderr: a line a message. */

import { styleText } from 'node:util'
import { iso, realTime } from '../core/clock.ts'
import type { Stage } from '../server/stage.ts'
import type { Values } from './flags.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const COLORS = { debug: 'gray', info: 'green', warn: 'yellow', error: 'red' } as const

/** A log in the wanted format, from the wanted level on. */
export function openLog(values: Pick<Values, 'log-format' | 'log-level' | 'no-color'>): Stage['log'] {
  const from = LEVELS.indexOf(values['log-level'])
  const color = wantsColor(values)
  return (level, event, facts = {}) => {
    if (LEVELS.indexOf(level) < from) return
    const told = typeof facts === 'function' ? facts() : facts
    if (values['log-format'] === 'json') {
      print(JSON.stringify({ at: iso(realTime()), level, event, ...told }))
      return
    }
    const { message, ...rest } = told
    const details = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    const label = color ? styleText(COLORS[level], level) : level
    print([label, event, ...(message === undefined ? [] : [String(message)]), ...details].join('  '))
  }
}

/** Whether stderr is to be coloured (https://no-color.org). */
export function wantsColor(values: Pick<Values, 'no-color'>): boolean {
  return !values['no-color'] && !process.env.NO_COLOR && process.stderr.isTTY === true
}

function print(line: string): void {
  process.stderr.write(`${line}\n`)
}
