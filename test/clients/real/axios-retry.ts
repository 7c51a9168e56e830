import axios from 'axios'
import axiosRetry, { isNetworkOrIdempotentRequestError } from 'axios-retry'
import type { RealClient } from './client.ts'
import type { Request } from './place.ts'
import { byHand, takeInHand } from './program.ts'

export const axiosWithRetry: RealClient = {
  packages: ['axios', 'axios-retry'],
  shown:
    'README of axios-retry, "Usage", custom instance with `retries: 3`, and "Options", `onRetry`: "refresh a token on 401"',
  left: 'the token requests',
  at: ['hoopai', 'soundcharts', 'hoopr'],
  async start(place) {
    const client = axios.create()
    const hand = await takeInHand(
      byHand(place, async ({ url, body, headers }) => (await axios.post(url, body, { headers })).data),
    )
    axiosRetry(client, {
      retries: 3,
      retryCondition: (error) => isNetworkOrIdempotentRequestError(error) || error.response?.status === 401,
      async onRetry(_retryCount, error, requestConfig) {
        if (error.response?.status !== 401) return
        await hand.renew()
        requestConfig.headers = { ...requestConfig.headers, authorization: `Bearer ${hand.access()}` }
      },
    })
    const call = async ({ body: data, ...request }: Request) => {
      const headers = { ...request.headers, authorization: `Bearer ${hand.access()}` }
      return (await client.request({ ...request, headers, ...(data === undefined ? {} : { data }) })).data
    }
    return { read: (n) => call(place.readRequest(n)), write: () => call(place.writeRequest!) }
  },
}
