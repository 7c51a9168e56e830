import { neverAskAfter } from './asked-after.ts'

export const refreshOn429 = neverAskAfter(429, {
  id: 'refresh-on-429',
  about: 'A call is over the limit, and the client gets a new token.',
  harm: 'Limits count by client or account and not by token: the new one is over the limit too, and the old was good.',
  mend: 'Keep the token, wait as the answer says, and repeat the call.',
  source: 'RFC 6585 4',
})
