/** What it tells its clients to do, by rule of the judge: the page that says so, and its own severity and numbers. */

import type { Stance } from '../../../core/judge.ts'

export const conduct: Readonly<Record<string, Stance>> = {}
