/** The providers there are. One more is one more line. */

import type { Provider } from '../core/provider.ts'
import { hoopai } from './hoopai/index.ts'
import { hoopr } from './hoopr/index.ts'
import { soundcharts } from './soundcharts/index.ts'

export const providers: readonly Provider[] = [hoopr, hoopai, soundcharts]
