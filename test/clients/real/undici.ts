import { Agent, type Dispatcher, RetryAgent } from 'undici'
import type { RealClient } from './client.ts'
import type { Request } from './place.ts'
import { byHand, takeInHand, worker } from './program.ts'

export const undiciRetryAgent: RealClient = {
  packages: ['undici'],
  shown: 'documentation, "Class: RetryAgent", the example with the defaults',
  left: 'the token requests, and what to do on a 401',
  at: ['hoopai', 'soundcharts', 'hoopr'],
  async start(place) {
    const agent = new RetryAgent(new Agent())
    const send = ({ url, ...request }: Request): Promise<Dispatcher.ResponseData> => {
      const { origin, pathname, search } = new URL(url)
      return agent.request({ origin, path: pathname + search, ...request })
    }
    const post = async (request: Request) => {
      const { statusCode, body } = await send(request)
      if (statusCode >= 400) throw new Error(`the token request was answered with ${statusCode}: ${await body.text()}`)
      return body.json()
    }
    const hand = await takeInHand(byHand(place, post))
    const work = worker(place, hand, async (request, access) => {
      const headers = { ...request.headers, authorization: `Bearer ${access}` }
      const { statusCode, body } = await send({ ...request, headers })
      return { status: statusCode, json: () => body.json() }
    })
    return { ...work, close: () => agent.close() }
  },
}
