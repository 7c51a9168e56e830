/** Where an answer is right and HighLevel's file is not (sheet, section 16). An entry that nothing needs any more fails. */

export interface Slip {
  readonly route: RegExp
  /** What the validator says. */
  readonly at: RegExp
  readonly why: string
}

export const SLIPS: readonly Slip[] = [
  {
    route: /^pipelines\.list$/,
    at: /^\/pipelines\/\d+\/stages\/\d+ must be array$/,
    why: 'stages are typed as arrays of arrays; live they are objects',
  },
  {
    route: /^opportunities\.(get|find|search|create|update|upsert)$/,
    at: /^(\/opportunities\/\d+|\/opportunity)\/followers\/\d+ must be array$/,
    why: 'followers are typed as arrays of arrays; they are ids',
  },
  {
    route: /^opportunities\.(find|search)$/,
    at: /^\/opportunities\/\d+\/(notes|tasks)\/\d+ must be array$/,
    why: 'notes and tasks are typed as arrays of arrays',
  },
  {
    route: /^opportunities\.(find|search)$/,
    at: /^\/opportunities\/\d+\/calendarEvents\/\d+ must be array$/,
    why: 'calendar events are typed as arrays of arrays',
  },
  {
    route: /^opportunities\.search$/,
    at: /^\/meta\/(nextPageUrl|nextPage|prevPage|startAfter|startAfterId) must be (string|number), not null$/,
    why: 'the first page has no previous, the last no next and an empty one no end; null is seen, and not declared',
  },
  {
    route: /^(appointments\.get|events\.list|blockedSlots\.(list|create))$/,
    at: /\/(startTime|endTime|dateAdded|dateUpdated) must be object$/,
    why: 'date-times of events are typed as objects',
  },
  {
    route: /^(appointments\.get|events\.list)$/,
    at: /must have required property '(groupId|assignedUserId)'$/,
    why: 'groupId and assignedUserId are required of events, and absent where a calendar has no group or no team',
  },
  {
    route: /^calendars\.(create|get|list|update)$/,
    at: /\/closeHour must be <= 23$/,
    why: 'hours end at 23, so that no day is open to its end; 24 is taken too (assumed)',
  },
  {
    route: /^users\.(get|list|search)$/,
    at: /\/scopes must be (string|equal to one of the allowed values)$/,
    why: 'scopes are typed as one of an enum; the example is a list',
  },
  {
    route: /^calendars\.freeSlots$/,
    at: /^\/traceId must be object$/,
    why: 'every property is declared as a day; live traceId stands beside the days (observed O2)',
  },
  {
    route: /^contacts\.(create|get|list|update|upsert)$/,
    at: /\/customFields\/\d+\/value must be string$/,
    why: 'a value is typed as text; the fields that are written may be numbers and lists',
  },
  {
    route: /^contacts\.(create|upsert)$/,
    at: /^\/message must be string$/,
    why: 'a contact without anything gets 400 with the body of a 422 (observed O2)',
  },
  {
    route: /^messages\.list$/,
    at: /\/messageType must be equal to one of the allowed values$/,
    why: 'RCS and TikTok are newer than the file with the nested list',
  },
  {
    route: /^(oauth\.locationToken|messages\.send)$/,
    at: /^ 201 is not declared$/,
    why: 'seen live (observed O1, O2); the settings exchangeStatus and sendStatus have it',
  },
]
