const pattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const milliseconds = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000]

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as `P31D` or
 * `PT1M30S`. Years and months have no fixed length and are not taken.
 *
 * @returns undefined when the text is no such duration.
 */
export function parseDuration(text: string): number | undefined {
  const match = pattern.exec(text)
  if (!match || text === 'P') return undefined
  return match
    .slice(1)
    .reduce((sum, part, index) => sum + Number(part ?? 0) * (milliseconds[index] as number), 0)
}
