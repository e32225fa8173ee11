import { expect, test } from 'vitest'
import { greeting } from '../../src/command/run.ts'
import { createMock } from '../../src/index.ts'

/** An API whose only operation asks for one kind of credentials. */
function apiWith(scheme: object | undefined) {
  return {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    ...(scheme && { security: [{ only: [] }] }),
    paths: { '/notes': { get: { operationId: 'list', responses: { 200: { description: 'Notes' } } } } },
    components: { securitySchemes: { ...(scheme && { only: scheme }) } },
  }
}

const url = 'http://127.0.0.1:4010'
const key = (place: string, name: string) => ({ type: 'apiKey', in: place, name })

test.each([
  [
    'a bearer token',
    { type: 'http', scheme: 'bearer' },
    `curl -H "Authorization: Bearer any" ${url}/notes`,
    'Send "Authorization: Bearer <token>"',
    'Bearer',
  ],
  [
    'a name and a password',
    { type: 'http', scheme: 'basic' },
    `curl -u any:any ${url}/notes`,
    'Send "Authorization: Basic <credentials>"',
    'Basic realm="*"',
  ],
  [
    'a key in a header',
    key('header', 'X-Api-Key'),
    `curl -H "X-Api-Key: any" ${url}/notes`,
    'Send the header "X-Api-Key"',
    'ApiKey in="header", name="X-Api-Key"',
  ],
  [
    'a key in the query',
    key('query', 'api key'),
    `curl "${url}/notes?api%20key=any"`,
    'Send the query parameter "api key"',
    'ApiKey in="query", name="api key"',
  ],
  [
    'a key in a cookie',
    key('cookie', 'session'),
    `curl -b "session=any" ${url}/notes`,
    'Send the cookie "session"',
    'ApiKey in="cookie", name="session"',
  ],
  ['nothing', undefined, `curl ${url}/notes`, undefined, null],
])(
  'the line to try carries %s, and the 401 without it says what to send',
  async (_, scheme, line, advice, challenge) => {
    const mock = createMock({ documents: [apiWith(scheme)] })
    expect(
      greeting(mock, { url, host: '127.0.0.1', port: 4010, close: async () => undefined }, {}),
    ).toContain(`\n  ${line}\n`)
    const bare = await mock.fetch(`${url}/notes`)
    expect([bare.status, await bare.text()]).toEqual(
      advice === undefined
        ? [200, expect.anything()]
        : [401, expect.stringContaining(JSON.stringify(advice).slice(1, -1))],
    )
    expect(bare.headers.get('www-authenticate')).toEqual(challenge)
    expect((await mock.fetch(...asFetch(line))).status).toBe(200)
  },
)

/** What curl sends for a line. */
function asFetch(line: string): [string, RequestInit] {
  const address = /http:[^\s"]+/.exec(line)?.[0] ?? ''
  const header = /-H "([^:]+): ([^"]+)"/.exec(line)
  const cookie = /-b "([^"]+)"/.exec(line)?.[1]
  const headers = new Headers()
  if (header) headers.set(header[1] as string, header[2] as string)
  if (/-u any:any/.test(line)) headers.set('authorization', `Basic ${btoa('any:any')}`)
  return [address, { headers: { ...Object.fromEntries(headers), ...(cookie !== undefined && { cookie }) } }]
}
