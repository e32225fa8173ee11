/** No token and no password is shorter; a word that a test uses as a token would garble every message. */
const shortest = 6

/**
 * Hides what the request has to keep secret from a text of the answer: services echo what they refuse, and Partner
 * Center echoes the password of a user in its documented answers.
 */
export function createRedactor(
  authorization: string | null | undefined,
  body: string | undefined,
): (text: string) => string {
  const secrets = [authorization?.replace(/^\w+ /, ''), ...passwordsIn(JSON.parse(body ?? 'null'))]
    .filter((secret): secret is string => !!secret && secret.length >= shortest)
    // As JSON has it as well: the text may be JSON that cannot be read.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

function passwordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, entry]) =>
    typeof entry === 'string' ? (/password|secret/i.test(name) ? entry : []) : passwordsIn(entry),
  )
}
