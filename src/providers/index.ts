/** The providers there are. One more is one more line. */

import { hoopai } from './hoopai/index.ts'
import { hoopr } from './hoopr/index.ts'
import { soundcharts } from './soundcharts/index.ts'

export const providers = [hoopr, hoopai, soundcharts] as const
