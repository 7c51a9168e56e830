/** The providers there are. One more is one more line. */

import type { Provider } from '../core/provider.ts'
import { hoopr } from './hoopr/index.ts'

export const providers: readonly Provider[] = [hoopr]
