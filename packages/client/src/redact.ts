/**
 * Hides what the request has to keep secret from a text of the answer: services echo what they refuse, and Partner
 * Center echoes the password of a user in its documented answers.
 */
export function createRedactor(
  authorization: string | null | undefined,
  body: unknown,
): (text: string) => string {
  const secrets = [authorization?.replace(/^\w+ /, ''), ...passwordsIn(body)].filter(Boolean)
  return (text) => secrets.reduce<string>((shown, secret) => shown.replaceAll(secret as string, '***'), text)
}

function passwordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, entry]) =>
    typeof entry === 'string' ? (/password|secret/i.test(name) ? entry : []) : passwordsIn(entry),
  )
}
