import type { Exchange, Journey, JourneyStep } from '../description/journey.ts'
import { statusPhrase } from '../description/status.ts'

/** A journey as Markdown: each step with its code, its requests and its answers. */
export function journeyMarkdown({ title, description, setUp, steps }: Journey): string {
  const parts = [
    `# ${title}`,
    description,
    ...(setUp ? [fence('ts', setUp)] : []),
    ...steps.flatMap(stepParts),
  ]
  return `${parts.join('\n\n')}\n`
}

function stepParts({ id, description, code, exchanges }: JourneyStep): string[] {
  return [`## ${id}`, description, ...(code ? [fence('ts', code)] : []), ...exchanges.flatMap(exchangeParts)]
}

function exchangeParts({ method, url, body, status, headers, answer }: Exchange): string[] {
  const request = [`${method} ${url}`, body].filter(Boolean).join('\n\n')
  const response = [`${status} ${statusPhrase(status)}`, ...headers].join('\n')
  return [fence('http', request), fence('http', [response, answer].filter(Boolean).join('\n\n'))]
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}
