/** What `stuntdouble init` writes: a scenario that plays as it stands, with every other key in a line to take the # from. */

/** @param schema where the schema lies, seen from the file @param file as a shell names it */
export function starter(schema: string, file: string): string {
  return `# yaml-language-server: $schema=${schema}
#
# A scenario: what goes wrong, at which call, and what a good client then does. Play it with
#   npx stuntdouble --scenario ${file} --watch
# A # with a key right behind it is one thing more that can be said: take the # away.
# What there is to name: npx stuntdouble list routes errors scopes budgets settings scenarios

#name: first                        # default: the file's name
about: The third track finds the token expired, long before its hour.
#stages: { situation: 7, duty: renewal, providers: [hoopr] } # what \`stuntdouble list scenarios\` groups by
#seed: 42                           # all chance follows from it: the same seed gives the same run
#clock: 2026-01-01T00:00:00Z        # where the session's clock stands; without it, it runs from real time
#marker: false                      # answers that an effect changed carry no X-Stuntdouble-Fault header
#extends: [slow-token-endpoint]     # scenarios that this one is laid over: ready ones by name, or files beside it

# The providers' own switches, and their limits in other numbers.
settings:
  hoopr: { accessTokenSeconds: 3600 }
  #hoopai: { profile: highlevel, limits: { burst: 5 per 10s } }
  #soundcharts: { limits: off }

# What changes while it plays, so long after it began: settings, or the time.
#schedule: [{ at: 10m, settings: { hoopr: { limits: off } } }, { at: 20m, advance: 1h }]

# Which calls are struck, and how. Every rule counts the calls that it meets.
rules:
  - id: expiry                      # its name in the journal, in reports and in the header
    provider: hoopr                 # left out: every provider
    call: GET /v1/tracks/*          # a route's name, or METHOD and path: * is one part of it, ** any number
    #where: { mode: test, scope: 'catalog:read' }
    #between: [0s, 30m]             # only in this time, since the scenario began, by the session's clock
    skip: 2                         # let two such calls pass
    #every: 2                       # of those left, strike every second
    #chance: 0.5                    # of those, half of them
    times: 1                        # strike once; left out: from then on
    #phase: before                  # or after: the provider has done its work, and its answer is replaced or lost
    do: expire                      # one effect, or a list

  # Other effects, each in a rule of its own. First causes: the provider then answers as it always does.
  #- { id: revoked, provider: hoopr, call: GET /v1/filters, do: revoke }
  #- { id: spent, provider: soundcharts, call: GET /**, do: exhaust }
  #- { id: daily, provider: hoopai, call: GET /**, where: { location: some-location }, do: { exhaust: daily } }
  #- { id: few-scopes, provider: hoopr, call: POST /v1/auth/token, do: { grant: [search] } }
  #- { id: denied, provider: hoopai, call: POST /oauth/chooselocation, do: deny }
  #- { id: skewed, provider: soundcharts, call: POST /oauth/token, do: { skew: 5m } }
  # Then what stands in the place of the answer, or changes it.
  #- { id: down, provider: hoopr, call: tracks.search, do: { error: unavailable } }
  #- { id: teapot, call: GET /**, where: { client: some-client }, do: { status: 418, headers: { X-Tea: green }, body: no } }
  #- { id: relabelled, call: GET /**, do: { headers: { Content-Type: text/html } } }
  #- { id: late, call: POST /**, do: { delay: [100ms, 900ms] } }
  #- { id: lost, call: POST /oauth/token, where: { grant: refresh_token }, phase: after, do: { wire: reset } }
  #- { id: slowly, call: GET /v1/playlists, do: { drip: { chunks: 5, over: 2s } } }
  #- { id: no-expiry, call: POST /oauth/token, do: { patch: { expires_in: null } } }
  #- { id: wrong-state, provider: hoopai, call: POST /oauth/chooselocation, do: { tamper: state } }
  #- { id: untold, provider: hoopai, call: POST /contacts/, do: { drop: webhook } }

# What a good client does: how often it makes a call.
expect:
  - id: tokens
    provider: hoopr
    call: POST /v1/auth/token
    exactly: 2                      # the first token, and one in place of the expired one
  #- { provider: hoopr, call: GET /v1/tracks/*, where: { mode: test }, atLeast: 4, atMost: 6, after: tokens }

# What the judge makes of what a client does: error, warn, info or off.
#conduct: { refresh-stampede: warn }
`
}
