import { neverAskAfter } from './asked-after.ts'

export const refreshOn403 = neverAskAfter(403, {
  id: 'refresh-on-403',
  about: 'A call is forbidden, and the client gets a new token.',
  harm: 'The new token lacks the same scope or plan, so the call is refused again; refresh tokens and limits are spent on it.',
  mend: 'Take a 403 as final for this call. Ask a person for the scope or the plan.',
  source: 'RFC 6750 3.1',
})
