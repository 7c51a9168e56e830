/** HighLevel's official SDK, `@gohighlevel/api-client`, against the running program, with its base URL replaced. */

import { GHLAuthenticationError, GHLRateLimitError, GHLValidationError } from '@gohighlevel/api-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { choose } from './consentPage.ts'
import { type Program, type SessionOptions, startProgram } from './emulator.ts'
import { type Config, exchange, sdkAt } from './sdk.ts'

const SCOPE = 'contacts.readonly contacts.write'

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program?.stop())

describe('the HighLevel SDK', () => {
  test('goes from its authorization URL over a code to a contact that it can find again', async () => {
    const { session, sdk, app, url, keep } = await meet()
    expect(url.searchParams.get('client_id')).toBe(app.clientId)
    const { locationId, companyId } = session.credentials.hoopai.locations[1]
    const answer = await choose(url, { account: locationId, press: 'Allow & Install' })
    const tokens = await keep(new URL(answer.headers.get('location')!))
    expect(tokens).toMatchObject({
      token_type: 'Bearer',
      expires_in: 86_400,
      userType: 'Location',
      locationId,
      companyId,
    })

    const { contact } = await sdk.contacts.createContact({ locationId, firstName: 'Ada', email: 'ada@example.com' })
    const id = contact!.id!
    const found = await sdk.contacts.getContact({ contactId: id }, { headers: { locationId } })
    expect(found.contact).toMatchObject({ id, firstName: 'Ada', email: 'ada@example.com', locationId })
    const { contacts } = await sdk.contacts.getContacts({ locationId, query: 'ada@example.com' })
    expect(contacts).toMatchObject([{ id }])
    await sdk.contacts.updateContact({ contactId: id }, { lastName: 'Lovelace' }, { headers: { locationId } })
    await sdk.contacts.deleteContact({ contactId: id }, { headers: { locationId } })
    await expect(sdk.contacts.getContact({ contactId: id }, { headers: { locationId } })).rejects.toMatchObject({
      message: `Contact not found for id:${id}`,
      statusCode: 400,
      code: 'VALIDATION',
    })
  })

  test('reads conversations, calendars, pipelines and opportunities', async () => {
    const { session, sdk, keep, consentUrl } = await meet()
    const all =
      'contacts.readonly contacts.write conversations.readonly conversations.write calendars.readonly opportunities.readonly opportunities.write'
    await keep(await session.consent(consentUrl(all)))
    const { locationId } = session.credentials.hoopai.locations[0]
    const { contact } = await sdk.contacts.createContact({ locationId, name: 'Grace Hopper', phone: '+14155550100' })
    const contactId = contact!.id!
    const sent = await sdk.conversations.sendANewMessage(
      // The generated type asks for fields that no client sends.
      { type: 'SMS', contactId, message: 'Hello' } as Parameters<typeof sdk.conversations.sendANewMessage>[0],
      { headers: { locationId } },
    )
    expect(sent).toMatchObject({ conversationId: expect.any(String), messageId: expect.any(String) })
    const { conversations } = await sdk.conversations.searchConversation({ locationId, contactId })
    expect(conversations).toMatchObject([{ id: sent.conversationId, lastMessageBody: 'Hello' }])
    expect((await sdk.calendars.getCalendars({ locationId })).calendars).not.toHaveLength(0)
    const { pipelines } = await sdk.opportunities.getPipelines({ locationId })
    const { opportunity } = await sdk.opportunities.createOpportunity({
      pipelineId: pipelines![0]!.id!,
      locationId,
      name: 'A deal',
      status: 'open',
      contactId,
    } as Parameters<typeof sdk.opportunities.createOpportunity>[0])
    expect(opportunity).toMatchObject({ name: 'A deal', status: 'open', contactId })
  })

  test('refreshes by itself when a call finds the token expired, once for many calls', async () => {
    const { session, sdk, keep, url, locationId } = await meet()
    const first = await keep(await session.consent(url))
    await session.advance('24h')
    const calls = Array.from({ length: 5 }, () => sdk.contacts.getContacts({ locationId }))
    for (const { contacts } of await Promise.all(calls)) expect(contacts).toBeDefined()
    expect(await session.count('route=oauth.token')).toBe(2)

    const stored = await sdk.getSessionStorage().getSession(locationId)
    expect(stored!.refresh_token).not.toBe(first.refresh_token)
    await session.advance('24h')
    await sdk.contacts.getContacts({ locationId })
    expect(await session.count('route=oauth.token')).toBe(3)
  })

  test('finds a refresh token that somebody else has spent refused, and reports the call’s 401', async () => {
    const { session, sdk, keep, url, app, locationId } = await meet()
    const { refresh_token } = await keep(await session.consent(url))
    const refresh = () =>
      sdk.oauth.refreshToken(refresh_token!, app.clientId, app.clientSecret, 'refresh_token', 'Location')
    await refresh()
    await expect(refresh()).rejects.toMatchObject({
      statusCode: 400,
      message: 'Invalid grant: refresh token is invalid',
    })
    await session.advance('24h')
    const failed = sdk.contacts.getContacts({ locationId })
    await expect(failed).rejects.toBeInstanceOf(GHLAuthenticationError)
    await expect(failed).rejects.toMatchObject({ message: 'Invalid JWT' })
  })

  test('refreshes ahead of time when less than 30 seconds are left', async () => {
    const { session, sdk, keep, url, locationId } = await meet({ settings: { hoopai: { accessTokenSeconds: 29 } } })
    await keep(await session.consent(url))
    await sdk.contacts.getContacts({ locationId })
    expect(await session.count('route=oauth.token')).toBe(2)
    expect(await session.count('status=401')).toBe(0)
  })

  test('raises a 429 with the limits that the headers state', async () => {
    const { session, sdk, keep, url, locationId } = await meet({
      settings: { hoopai: { limits: { burst: '2 per 10s' } } },
    })
    await keep(await session.consent(url))
    const call = () => sdk.contacts.getContacts({ locationId })
    await call()
    await call()
    const refused: unknown = await call().catch((error) => error)
    expect(refused).toBeInstanceOf(GHLRateLimitError)
    expect(refused).toMatchObject({
      message: 'Too Many Requests',
      rateLimit: {
        scope: 'burst',
        intervalMs: 10_000,
        max: 2,
        remaining: 0,
        dailyLimit: 200_000,
        dailyRemaining: 199_998,
        dailyResetMs: 86_400_000,
      },
    })
    await session.advance('10s')
    await expect(call()).resolves.toHaveProperty('contacts')
  })

  test('waits out the burst window when it is told to retry', async () => {
    // The SDK waits for the interval in real time, at most as long as it is allowed here; the session's clock goes the rest.
    const { session, sdk, keep, url, locationId } = await meet(
      { settings: { hoopai: { limits: { burst: '1 per 10s' } } } },
      { rateLimitRetry: { maxDelayMs: 1 } },
    )
    await keep(await session.consent(url))
    sdk.addRequestInterceptor({
      async onFulfilled(request) {
        if (request.__rateLimitAttempt) await session.advance('10s')
        return request
      },
    })
    await sdk.contacts.getContacts({ locationId })
    await expect(sdk.contacts.getContacts({ locationId })).resolves.toHaveProperty('contacts')
    expect(await session.count('status=429')).toBe(1)
  })

  test('does not retry when the day is spent', async () => {
    const { session, sdk, keep, url, locationId } = await meet(
      { settings: { hoopai: { limits: { daily: '1 per 24h' } } } },
      { rateLimitRetry: { maxDelayMs: 1 } },
    )
    await keep(await session.consent(url))
    await sdk.contacts.getContacts({ locationId })
    await expect(sdk.contacts.getContacts({ locationId })).rejects.toMatchObject({ rateLimit: { scope: 'daily' } })
    expect(await session.count('status=429')).toBe(1)
  })

  test('exchanges an agency’s token for a location’s', async () => {
    const { session, sdk, consentUrl, app } = await meet()
    const { companyId, locationId } = session.credentials.hoopai.locations[0]
    const callback = await session.consent(consentUrl(`${SCOPE} oauth.readonly oauth.write`), { companyId })
    const agency = await exchange(sdk, app, callback)
    expect(agency).toMatchObject({ userType: 'Company', companyId })
    expect(agency).not.toHaveProperty('locationId')
    await sdk.getSessionStorage().setSession(companyId, agency)

    const installed = await sdk.oauth.getInstalledLocation({ companyId, appId: app.clientId.split('-')[0]! })
    expect(installed.locations?.map(({ _id }) => _id)).toContain(locationId)
    const own = await sdk.oauth.getLocationAccessToken({ companyId, locationId })
    expect(own).toMatchObject({ locationId, expires_in: expect.any(Number) })
    await sdk.getSessionStorage().setSession(locationId, { ...own, companyId })
    await expect(sdk.contacts.getContacts({ locationId })).resolves.toHaveProperty('contacts')
  })

  test('reports a wrong secret, and an input that does not validate, with its own classes', async () => {
    const { session, sdk, url, app, keep, locationId } = await meet()
    const callback = await session.consent(url)
    const refused: unknown = await exchange(sdk, { ...app, clientSecret: 'wrong' }, callback).catch((error) => error)
    expect(refused).toBeInstanceOf(GHLAuthenticationError)
    expect(refused).toMatchObject({
      statusCode: 401,
      response: { error: 'UnAuthorized!', error_description: 'Invalid client credentials!' },
    })
    await keep(callback)
    const invalid: unknown = await sdk.contacts
      .createContact({ locationId, email: 'no address' })
      .catch((error) => error)
    expect(invalid).toBeInstanceOf(GHLValidationError)
    expect(invalid).toMatchObject({ statusCode: 422, message: 'email must be an email' })
  })

  test('is at home on an origin of its own, where nothing but its credentials names the session', async () => {
    const session = await program.session()
    const [{ token, locationId }] = session.credentials.hoopai.privateIntegrations
    const sdk = sdkAt(program.hoopaiOrigin, { privateIntegrationToken: token })
    const { contact } = await sdk.contacts.createContact({ locationId, name: 'Own Origin' })
    expect((await sdk.contacts.getContact({ contactId: contact!.id! })).contact).toMatchObject({ locationId })
    expect(await session.count('provider=hoopai')).toBe(2)

    const other = await meet({}, {}, program.hoopaiOrigin)
    await other.keep(await other.session.consent(other.url))
    await expect(other.sdk.contacts.getContacts({ locationId: other.locationId })).resolves.toHaveProperty('contacts')
    expect(await other.session.count('provider=hoopai')).toBe(2)
  })

  test('reports a private integration’s bad token', async () => {
    const sdk = sdkAt(program.hoopaiOrigin, { privateIntegrationToken: 'pit-00000000-0000-4000-8000-000000000000' })
    await expect(sdk.contacts.getContacts({ locationId: 'x' })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: 'Invalid Private Integration token',
    })
  })

  /** A session, the SDK as an app of it, and how it comes by tokens that it then keeps in its storage. */
  async function meet(options?: SessionOptions, config: Config = {}, origin?: string) {
    const session = await program.session(options)
    const { baseUrl, apps, locations } = session.credentials.hoopai
    const [app] = apps
    const [{ locationId }] = locations
    const { clientId, clientSecret } = app
    const sdk = sdkAt(origin ?? baseUrl, { ...config, clientId, clientSecret })
    const consentUrl = (scope: string) => new URL(sdk.oauth.getAuthorizationUrl(clientId, app.redirectUris[0], scope))
    const keep = async (callback: URL) => {
      const tokens = await exchange(sdk, app, callback)
      await sdk.getSessionStorage().setSession(tokens.locationId!, tokens)
      return tokens
    }
    return { session, sdk, app, locationId, consentUrl, url: consentUrl(SCOPE), keep }
  }
})
