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
    route: /^opportunities\.search$/,
    at: /^\/meta\/(nextPageUrl|nextPage|prevPage) must be (string|number)$/,
    why: 'the first page has no previous and the last no next; null is seen, and not declared',
  },
  {
    route: /^appointments\.get$/,
    at: /^\/event\/(startTime|endTime|dateAdded|dateUpdated) must be object$/,
    why: 'date-times of events are typed as objects',
  },
]
