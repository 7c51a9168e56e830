import { axiosWithRetry } from './axios-retry.ts'
import type { RealClient } from './client.ts'
import { gotClient } from './got.ts'
import { highlevelSdk } from './highlevel.ts'
import { oauth4webapi } from './oauth4webapi.ts'
import { openidClient } from './openid-client.ts'
import { simpleOauth2 } from './simple-oauth2.ts'
import { undiciRetryAgent } from './undici.ts'

/** In the order of the table: OAuth libraries, HTTP clients that retry, an SDK. */
export const realClients: readonly RealClient[] = [
  openidClient,
  oauth4webapi,
  simpleOauth2,
  axiosWithRetry,
  gotClient,
  undiciRetryAgent,
  highlevelSdk,
]
