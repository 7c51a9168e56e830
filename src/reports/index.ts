/** A report in each of the formats that tools read. */

import type { ReportFormat } from '../core/judge.ts'
import { readable } from './words.ts'

/** Formats are loaded when they are asked for. */
export const formats = {
  json: {
    contentType: 'application/json',
    write: async (report, version) => (await import('./json.ts')).json(report, version),
  },
  junit: {
    contentType: 'application/xml',
    write: async (report) => (await import('./junit.ts')).junit(readable(report)),
  },
  tap: {
    contentType: 'text/plain; charset=utf-8',
    write: async (report) => (await import('./tap.ts')).tap(readable(report)),
  },
  markdown: {
    contentType: 'text/markdown; charset=utf-8',
    write: async (report) => (await import('./markdown.ts')).markdown(readable(report)),
  },
  github: {
    contentType: 'text/plain; charset=utf-8',
    write: async (report) => (await import('./github.ts')).github(readable(report)),
  },
} as const satisfies Record<string, ReportFormat>

export type FormatName = keyof typeof formats

export const FORMATS = Object.keys(formats) as FormatName[]
