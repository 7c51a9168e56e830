/** HoopAI's webhooks as their receivers check them: with node:crypto, and with HighLevel's own SDK. Sections 12.3 and 13. */

import { createHmac, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { HighLevel } from '@gohighlevel/api-client'
import { expect, test } from 'vitest'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { type Heard, receiver } from '../../receiver.ts'
import { connect } from './connect.ts'
import { hooked } from './hooks.ts'

const [ED25519, RSA] = ['x-ghl-signature', 'x-wh-signature'] as const

/** The public keys as the admin API shows them. */
async function publicKeys() {
  const { webhookKeys } = (await hoopai.credentials(connect().session, '')) as {
    webhookKeys: { ed25519: string; rsa: string }
  }
  const read = (text: string) => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  return { text: webhookKeys.ed25519, ed25519: read(webhookKeys.ed25519), rsa: read(webhookKeys.rsa) }
}

function good({ raw, headers }: Heard, algorithm: string | null, key: KeyObject, header: string): boolean {
  return verify(algorithm, Buffer.from(raw), key, Buffer.from(String(headers[header]), 'base64'))
}

async function sendOne(settings = {}, more = {}): Promise<Heard> {
  await using target = await receiver()
  const { demand, agenda } = hooked(target.url, settings)
  await demand('ContactCreate', { data: { firstName: 'Zoë 😀', lastName: 'a b' }, ...more })
  await agenda.idle()
  return target.heard[0]!
}

test('both signatures are over the raw bytes, with the keys that are published', async () => {
  const { ed25519, rsa } = await publicKeys()
  const heard = await sendOne()
  expect([good(heard, null, ed25519, ED25519), good(heard, 'sha256', rsa, RSA)]).toEqual([true, true])
  expect([ed25519.asymmetricKeyType, rsa.asymmetricKeyDetails?.modulusLength]).toEqual(['ed25519', 4096])
  const touched = { ...heard, raw: heard.raw.replace('Zoë', 'Zoe') }
  expect([good(touched, null, ed25519, ED25519), good(touched, 'sha256', rsa, RSA)]).toEqual([false, false])
  expect(heard.headers).not.toHaveProperty('x-wl-signature')
})

test('a secret adds the HMAC', async () => {
  const webhookSecret = 'between you and me'
  const { raw, headers } = await sendOne({ webhookSecret })
  expect(headers['x-wl-signature']).toBe(createHmac('sha256', webhookSecret).update(raw).digest('hex'))
})

test('a wrong signature is well-formed, and all of them are wrong', async () => {
  const webhookSecret = 'secret'
  const { ed25519, rsa } = await publicKeys()
  const heard = await sendOne({ webhookSecret }, { fault: 'signature' })
  expect([good(heard, null, ed25519, ED25519), good(heard, 'sha256', rsa, RSA)]).toEqual([false, false])
  const right = await sendOne({ webhookSecret })
  expect(heard.raw).toBe(right.raw)
  for (const header of [ED25519, RSA, 'x-wl-signature']) {
    expect(heard.headers[header]).toHaveLength(String(right.headers[header]).length)
    expect(heard.headers[header]).not.toBe(right.headers[header])
  }
})

test('HighLevel’s SDK takes a webhook for genuine, and a wrong one not', async () => {
  const { app } = connect()
  const config = { clientId: app.clientId, clientSecret: app.clientSecret, webhookPublicKey: (await publicKeys()).text }
  const sdk = new HighLevel({ ...config, logLevel: 'none' })
  const check = async ({ headers, raw, body, method }: Heard) => {
    const request = { method, url: '/hook', headers, rawBody: Buffer.from(raw), body } as Record<string, unknown>
    await new Promise<void>((resolve, reject) =>
      sdk.webhooks.subscribe()(request as never, {} as never, (error?: unknown) => (error ? reject(error) : resolve())),
    )
    return [request.isSignatureValid, request.skippedSignatureVerification]
  }
  const heard = await sendOne()
  expect(await check(heard)).toEqual([true, false])
  expect(await check(await sendOne({}, { fault: 'signature' }))).toEqual([false, false])
  expect(await check({ ...heard, raw: heard.raw.replace('Zoë', 'Zoe') })).toEqual([false, false])
  // It ignores what is for another app.
  expect(await check(await sendOne({}, { data: { appId: 'another' } }))).toEqual([undefined, undefined])
})

test('the SDK forgets the tokens of a location that an UNINSTALL names', async () => {
  await using target = await receiver()
  const { app, demand, agenda, locationId, install } = hooked(target.url)
  const config = { clientId: app.clientId, clientSecret: app.clientSecret, webhookPublicKey: (await publicKeys()).text }
  const sdk = new HighLevel({ ...config, logLevel: 'none' })
  await sdk.getSessionStorage().setSession(locationId, await install())
  await demand('UNINSTALL')
  await agenda.idle()
  const { headers, raw, body } = target.heard.at(-1)!
  const request = { headers, rawBody: Buffer.from(raw), body }
  await new Promise((resolve) => sdk.webhooks.subscribe()(request as never, {} as never, resolve))
  expect(await sdk.getSessionStorage().getSession(locationId)).toBeFalsy()
})
