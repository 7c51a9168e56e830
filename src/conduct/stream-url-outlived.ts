import { defineRule } from './rule.ts'

export const streamUrlOutlived = defineRule({
  id: 'stream-url-outlived',
  severity: 'error',
  about: 'A signed URL used after its time.',
  harm: 'It plays nothing: signed URLs end, and no retry makes them valid again.',
  mend: 'Do not store signed URLs. Fetch the track again when you play it, and at the latest when its URL is refused.',
  tolerates: 'the first use after the clock was moved by hand',
  heeds: ['failed'],
  numbers: {},
  start: (): { jumped: boolean } => ({ jumped: false }),
  on: {
    advanced(_, memory) {
      memory.jumped = true
      return undefined
    },
    exchange({ exchange, injected }, memory) {
      const { code, context } = exchange
      if (code !== 'stream_expired' || injected) return undefined
      const { jumped } = memory
      memory.jumped = false
      if (jumped) return undefined
      return { subject: context.call.path, message: 'A signed URL was used after it had expired.' }
    },
  },
})
