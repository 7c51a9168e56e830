/** The signatures of a webhook (12.3), over the raw bytes of its body, with the emulator's own keys (U21). */

import { createHmac, createPrivateKey, type JsonWebKey, type KeyObject, sign } from 'node:crypto'
import keys from '../../../../../fixtures/keys.json' with { type: 'json' }
import type { Headers, Letter } from '../../../../core/outbox.ts'
import type { Settings } from '../settings.ts'

/** Both signatures that are documented; a third with the secret, where one is set. A wrong one is well-formed. */
export async function seal({ body, fault }: Letter, { webhookSecret }: Settings): Promise<Headers> {
  const bytes = Buffer.from(fault === 'signature' ? `${body} ` : body)
  const hmac = () => createHmac('sha256', webhookSecret).update(bytes).digest('hex')
  return {
    'x-ghl-signature': sign(null, bytes, key('hoopaiWebhookEd25519')).toString('base64'),
    'x-wh-signature': await signRsa(bytes),
    ...(webhookSecret === '' ? {} : { 'x-wl-signature': hmac() }),
  }
}

/** With 4096 bits it takes milliseconds, so it is done beside the calls, not between them. */
function signRsa(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) =>
    sign('sha256', bytes, key('hoopaiWebhookRsa'), (error, signature) =>
      error ? reject(error) : resolve(signature.toString('base64')),
    ),
  )
}

const made = new Map<string, KeyObject>()

/** Read when the first webhook is signed. */
function key(name: 'hoopaiWebhookEd25519' | 'hoopaiWebhookRsa'): KeyObject {
  let known = made.get(name)
  if (!known) made.set(name, (known = createPrivateKey({ key: keys[name] as JsonWebKey, format: 'jwk' })))
  return known
}
