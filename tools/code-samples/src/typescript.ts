import type { SampleRequest } from './sample-request.ts'

/**
 * Writes a request as a program with `@clientele/client`.
 *
 * @throws Error when the request is of no API that has a client.
 */
export function typescriptSample(request: SampleRequest): string {
  const { client, operationId, input, method, baseUrl, proof } = request
  if (!client) {
    throw new Error(`No client of @clientele/client serves ${request.url}.`)
  }
  const call = `await ${client.variable}.${operationId}(${Object.keys(input).length ? literal(input) : ''})`
  return [
    `import { ${client.factory} } from '${client.module}'`,
    '',
    `const ${client.variable} = ${client.factory}({`,
    ...(baseUrl ? [`  baseUrl: ${text(baseUrl)},`] : []),
    ...(proof.security.type === 'none' ? [] : [`  token: process.env.${client.tokenVariable} ?? '',`]),
    '})',
    '',
    ...(method === 'DELETE' ? [call] : [`const result = ${call}`, 'console.log(result)']),
  ].join('\n')
}

/** Writes a JSON value as a TypeScript literal: names bare where the language allows it, text in single quotes. */
function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([name, item]) => `${key(name)}: ${literal(item, inner)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  const line = Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  if (line.length <= 60 && !line.includes('\n')) return line
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`
}

function text(value: string): string {
  const json = JSON.stringify(value)
  return value.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name)
}
