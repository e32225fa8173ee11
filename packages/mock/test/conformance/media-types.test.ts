import { describe, expect, test } from 'vitest'
import { Source } from '../../src/description/load/sources.ts'
import { codecFor } from '../../src/exchange/media-types/media-type.ts'
import { createMock } from '../../src/index.ts'
import type { JsonSchema } from '../../src/json/json.ts'
import { askingMock } from '../ask.ts'
import { bundlePath, Judge } from './judge.ts'

const api = 'partner-center-users'
const users = '/customers/{customer_id}/users'
const place = '/v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users'
const user = `${place}/59f63b7e-1f19-40d9-b9a5-a4fb8d53694c`
const judge = new Judge(api)

const operations: [method: string, template: string, path: string, status: number, body?: unknown][] = [
  ['GET', users, place, 200],
  ['POST', users, place, 201, { userPrincipalName: 'noor@harbourlane.example', displayName: 'Noor' }],
  ['GET', `${users}/{user_id}`, user, 200],
  ['PATCH', `${users}/{user_id}`, user, 200, { displayName: 'Amelia' }],
]

describe.each(operations)('%s %s is valid in every media type', (method, template, path, status, body) => {
  test.each(described(method, template, status))('%s', async (mediaType, schema) => {
    const ask = askingMock(createMock({ documents: [bundlePath(api)] }))
    const answer = await ask(`${method} ${path}`, body, { accept: mediaType })
    expect(answer.headers.get('content-type')).toBe(mediaType)
    const value = codecFor(mediaType)?.parse(new TextEncoder().encode(answer.text), {
      schema,
      name: undefined,
      parameters: {},
    })
    expect(judge.complaints(template, method, status, mediaType, value)).toBeUndefined()
  })
})

/** The media types of an answer with their schemas, references inlined by the mock. */
function described(method: string, template: string, status: number): [string, JsonSchema | undefined][] {
  const loaded = new Source(bundlePath(api), new Set(), () => ({})).load()
  const operation = loaded.operations.find((each) => each.method === method && each.path === template)
  return (operation?.response(status)?.contents ?? []).map(({ mediaType, schema }) => [mediaType, schema])
}
