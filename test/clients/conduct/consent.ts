/** Apps that send a person to the consent page, and exchange the code that comes back. */

import type { Case, Cases } from './matrix.ts'

const AT: Case['at'] = ['hoopai']

export const consent: Cases = {
  'code-replayed': [
    {
      // The page of the callback is loaded once more.
      at: AT,
      async bad(kit) {
        const code = (await kit.consent()).get('code')!
        await kit.exchange(code)
        await kit.exchange(code)
      },
      async good(kit) {
        await kit.connect()
        await kit.connect()
      },
    },
    {
      at: AT,
      scenario: {
        rules: [{ id: 'lost-answer', call: 'POST /oauth/token', times: 1, phase: 'after', do: { wire: 'reset' } }],
      },
      async bad(kit) {
        const code = (await kit.consent()).get('code')!
        for (let n = 0; n < 3; n++) await kit.exchange(code)
      },
      // An answer that was lost may be asked for once more.
      async good(kit) {
        const code = (await kit.consent()).get('code')!
        await kit.exchange(code)
        await kit.exchange(code)
      },
    },
  ],
  'state-missing': [
    {
      at: AT,
      bad: async (kit) => void (await kit.consent({ state: undefined })),
      good: async (kit) => void (await kit.consent()),
    },
  ],
  'state-not-checked': [
    {
      at: AT,
      scenario: { rules: [{ id: 'altered', call: 'POST /**/chooselocation', do: { tamper: 'state' } }] },
      async bad(kit) {
        await kit.connect()
      },
      async good(kit) {
        const callback = await kit.consent({ state: 'mine' })
        if (callback.get('state') === 'mine') await kit.exchange(callback.get('code')!)
      },
    },
  ],
  'redirect-uri-mismatch': [
    {
      at: AT,
      async bad(kit) {
        const code = (await kit.consent()).get('code')!
        await kit.exchange(code, { redirect_uri: 'https://elsewhere.example/callback' })
      },
      async good(kit) {
        const code = (await kit.consent()).get('code')!
        await kit.exchange(code, { redirect_uri: kit.credentials.apps[0].redirectUris[0] })
      },
    },
  ],
}
