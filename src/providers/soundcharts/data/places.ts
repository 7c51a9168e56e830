/** Cities that listeners and invented artists live in. */

import words from '../../../../fixtures/soundcharts/words.json' with { type: 'json' }

export const { places } = words

/** The English name of a country; empty where it is unknown (observed). */
export function countryName(countryCode: string): string {
  return places.find((place) => place.countryCode === countryCode)?.countryName ?? ''
}
