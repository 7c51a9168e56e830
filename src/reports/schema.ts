/** What a report in JSON is made of. Its JSON Schema, and the check of one from elsewhere, are made of this. */

import * as v from 'valibot'
import { VERDICTS } from '../core/judge.ts'

const text = v.string()
const texts = v.array(text)
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const verdict = about(
  'inconclusive: nothing is wrong, but what the scenario stages never came about, or no call came.',
  v.picklist(VERDICTS),
)

const ancestor = v.strictObject({
  id: about('A digest: it tells tokens apart and opens nothing.', text),
  kind: v.picklist(['access', 'refresh', 'code', 'static']),
  issuedAt: text,
  spentAt: v.exactOptional(text),
  revokedAt: v.exactOptional(text),
})

const finding = v.strictObject({
  rule: text,
  severity: about('Only error fails.', v.picklist(['error', 'warn', 'info'])),
  provider: text,
  message: about('What happened.', text),
  harm: about('Why it matters.', text),
  mend: about('What to do instead.', text),
  requests: about('Ids in the journal: the first few, and the latest.', texts),
  lineage: about(
    'The token that the first such call brought, after those that it descends from; empty where it brought none.',
    v.array(ancestor),
  ),
  at: about("When it happened first, ISO 8601 by the session's clock.", text),
  times: about('How often it happened to the same subject.', count),
  source: about("The provider's page or the RFC that says so.", text),
  fingerprint: about('Stable over runs; what a baseline names.', text),
  known: v.exactOptional(about('A baseline accepts it: it fails nothing.', v.literal(true))),
})

const evidence = v.strictObject({
  id: text,
  at: text,
  provider: text,
  method: text,
  path: text,
  status: count,
  code: v.nullable(text),
})

const expectation = v.strictObject({
  expected: text,
  got: count,
  met: v.boolean(),
  message: v.exactOptional(about('What is wrong, where something is.', text)),
})

const session = v.strictObject({
  name: text,
  scenario: about('Null where none plays.', v.nullable(text)),
  seed: v.pipe(v.number(), v.integer()),
  verdict,
  reasons: about('The reasons for a verdict other than passed, in sentences.', texts),
  calls: about('How many calls came, by provider.', v.record(text, count)),
  judged: about('Rules of the judge that were asked, whatever they found.', texts),
  findings: v.array(finding),
  evidence: about('The calls that the findings name.', v.array(evidence)),
  expectations: v.array(expectation),
  neverStruck: about('Rules of the scenario that met nothing to strike.', texts),
  notJudged: about(
    'Rules of the judge that could not judge, and why.',
    v.array(v.strictObject({ rule: text, why: text })),
  ),
})

export const reportSchema = v.strictObject({
  verdict,
  reasons: about('What is wrong beyond any one session, in sentences.', texts),
  sessions: v.array(session),
})

function about<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description))
}
