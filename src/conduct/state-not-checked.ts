import { remember, type Shelf } from './memory.ts'
import { defineRule } from './rule.ts'
import { spentBy } from './spending.ts'

/** By code: whose callback it was that bore another state than the one that was sent. */
type Memory = { forged: Shelf<string> }

const STATES = ['state', 'no-state', 'old-state']

export const stateNotChecked = defineRule({
  id: 'state-not-checked',
  severity: 'error',
  about: 'A callback bears another state than was sent, and its code is exchanged all the same.',
  harm: 'Anybody can lead a person to the callback with a code of their own, and so connect the wrong account.',
  mend: 'Compare the state of each callback with the one that was sent in the same browser, once, and end there if they differ.',
  tolerates: 'an app that sends no state: that is state-missing',
  source: 'RFC 6749 10.12',
  heeds: ['grant'],
  start: (): Memory => ({ forged: {} }),
  on: {
    consented({ client, code, state, tampered }, { forged }) {
      if (code && state && tampered.some((what) => STATES.includes(what))) remember(forged, code, client)
      return undefined
    },
    exchange(event, { forged }) {
      const code = spentBy(event, 'authorization_code')
      const client = code === undefined ? undefined : forged[code]
      if (code === undefined || client === undefined) return undefined
      // Said once, however often the code comes.
      delete forged[code]
      return {
        subject: client,
        message: 'The code of a callback was exchanged whose state is not the one that was sent.',
      }
    },
  },
})
