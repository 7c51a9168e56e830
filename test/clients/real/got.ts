import got from 'got'
import type { RealClient } from './client.ts'
import type { Request } from './place.ts'
import { byHand, type Hand, takeInHand } from './program.ts'

export const gotClient: RealClient = {
  packages: ['got'],
  shown: 'README, "Documentation": retries on failure by default; "Hooks", `afterResponse`: "refresh an access token"',
  left: 'the token requests',
  at: ['hoopai', 'soundcharts', 'hoopr'],
  async start(place) {
    let hand: Hand | undefined
    const bearer = () => ({ headers: { authorization: `Bearer ${hand!.access()}` } })
    const instance = got.extend({
      hooks: {
        afterResponse: [
          async (response, retryWithMergedOptions) => {
            // Unauthorized
            if (response.statusCode !== 401 || !hand) return response
            await hand.renew()
            instance.defaults.options.merge(bearer())
            return retryWithMergedOptions(bearer())
          },
        ],
      },
      mutableDefaults: true,
    })
    const send = ({ url, ...request }: Request) => instance(url, request).json()
    hand = await takeInHand(byHand(place, ({ url, ...request }) => got(url, request).json()))
    instance.defaults.options.merge(bearer())
    return { read: (n) => send(place.readRequest(n)), write: () => send(place.writeRequest!) }
  },
}
