import { Description } from '@clientele/description'
import { describe, expect, test } from 'vitest'
import {
  codeSamples,
  curlSample,
  powershellSample,
  sampleRequest,
  samplesOverlay,
  typescriptSample,
} from '../src/index.ts'
import { fixture } from './fixture.ts'

const request = (operationId: string, key?: string) => {
  const description = new Description(fixture)
  const operation = description.operations.find(({ id }) => id === operationId)
  if (!operation) throw new Error(operationId)
  return sampleRequest(description, operation, key)
}

describe('a request from examples', () => {
  test.each([
    {
      title: 'a read shows its first two query parameters, arrays joined as the description says',
      operationId: 'listFerries',
      want: {
        method: 'GET',
        url: 'https://graph.microsoft.com/beta/ferries?$select=id,name&$filter=name%20eq%20%27Tern%27',
        headers: [],
        input: { $select: ['id', 'name'], $filter: "name eq 'Tern'" },
      },
    },
    {
      title: 'parameters follow the example of the body',
      operationId: 'createFerry',
      want: {
        url: 'https://graph.microsoft.com/beta/ferries',
        headers: [{ name: 'Prefer', value: 'return=minimal' }],
        body: { mediaType: 'application/json', value: { name: 'Tern\'s "Pride"' } },
      },
    },
    {
      title: 'an example of another name brings its own body and no parameter of the first',
      operationId: 'createFerry',
      key: 'loud',
      want: { headers: [], body: { value: { name: 'Gull' } } },
    },
    {
      title: 'path values are one segment each, exploded arrays repeat, JSON parameters are JSON',
      operationId: 'deleteTrip',
      want: {
        url: 'https://graph.microsoft.com/beta/ferries/f-1/trips/a%2Fb%20c?tag=x&tag=y&where=%7B%22a%22:1%7D',
        input: { ferryId: 'f-1', day: 'a/b c', tag: ['x', 'y'], where: { a: 1 } },
      },
    },
  ])('$title', ({ operationId, key, want }) => {
    expect(request(operationId, key)).toMatchObject(want)
  })

  test('what has no example gets a value of its type', () => {
    const schema = { type: 'string' }
    const sparse = new Description({
      ...fixture,
      paths: {
        '/berths/{berth}/{number}': {
          post: {
            operationId: 'createBerth',
            parameters: [
              { name: 'berth', in: 'path', required: true, schema },
              { name: 'number', in: 'path', required: true, schema: { type: 'integer', minimum: 3 } },
              { name: 'day', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
              { name: 'tide', in: 'query', schema },
            ],
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    required: ['name', 'kind', 'ropes'],
                    properties: {
                      name: schema,
                      kind: { enum: ['wet', 'dry'] },
                      ropes: { type: 'array', items: { properties: { metres: { type: 'number' } } } },
                      note: schema,
                    },
                  },
                },
              },
            },
          },
        },
      },
    })
    const [operation] = sparse.operations
    expect(operation && sampleRequest(sparse, operation)).toMatchObject({
      url: 'https://graph.microsoft.com/beta/berths/berth/3?day=2026-03-16',
      body: { value: { name: 'name', kind: 'wet', ropes: [{ metres: 1 }] } },
    })
  })
})

test('curl: quotes survive, the token stays outside', () => {
  expect(curlSample(request('createFerry'))).toBe(
    String.raw`curl --request POST 'https://graph.microsoft.com/beta/ferries' \
  --header "Authorization: Bearer $GRAPH_TOKEN" \
  --header 'Prefer: return=minimal' \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "@type": "Ferry",
  "name": "Tern'\''s \"Pride\"",
  "seats": [
    12,
    null
  ]
}'`,
  )
})

test('TypeScript: flat input, bare names where the language allows them', () => {
  expect(typescriptSample(request('createFerry'))).toBe(`import { createGraphClient } from '@clientele/client'

const graph = createGraphClient({
  token: process.env.GRAPH_TOKEN ?? '',
})

const result = await graph.createFerry({
  Prefer: 'return=minimal',
  body: {
    '@type': 'Ferry',
    name: "Tern's \\"Pride\\"",
    seats: [12, null],
  },
})
console.log(result)`)
})

test('TypeScript: a delete has no result to print, another address becomes baseUrl', () => {
  const sample = typescriptSample({ ...request('deleteTrip'), baseUrl: 'http://localhost:1/beta' })
  expect(sample).toContain("  baseUrl: 'http://localhost:1/beta',\n  token:")
  expect(sample).toMatch(/\nawait graph\.deleteTrip\(\{\n {2}ferryId: 'f-1',/)
  expect(sample).not.toContain('console.log')
})

test('PowerShell: a here-string keeps the body as it is', () => {
  expect(powershellSample(request('createFerry'))).toBe(`$headers = @{
  Authorization = "Bearer $env:GRAPH_TOKEN"
  Prefer = 'return=minimal'
}
$body = @'
{
  "@type": "Ferry",
  "name": "Tern's \\"Pride\\"",
  "seats": [
    12,
    null
  ]
}
'@
Invoke-RestMethod -Method Post \`
  -Uri 'https://graph.microsoft.com/beta/ferries' \`
  -Headers $headers \`
  -ContentType 'application/json; charset=utf-8' \`
  -Body $body`)
})

test('what has no client gets curl and PowerShell alone', () => {
  const { 'x-service': _, ...anonymous } = fixture
  const other = new Description({ ...anonymous, servers: [{ url: 'https://ferries.example/v1' }] })
  const [first] = other.operations
  if (!first) throw new Error('no operation')
  const request = sampleRequest(other, first)
  expect(codeSamples(request).map(({ lang }) => lang)).toEqual(['curl', 'PowerShell'])
  expect(codeSamples(request)[0]?.source).toContain('Bearer $TOKEN')
  expect(() => typescriptSample(request)).toThrow(
    'No client of @clientele/client serves https://ferries.example/v1',
  )
})

test('the overlay reaches every operation by its path and method', () => {
  const { overlay, actions } = samplesOverlay(new Description(fixture))
  expect(overlay).toBe('1.0.0')
  expect(actions.map(({ target, update }) => [target, update['x-codeSamples'].length])).toEqual([
    ["$.paths['/ferries'].get", 3],
    ["$.paths['/ferries'].post", 3],
    ["$.paths['/ferries/{ferryId}/trips/{day}'].delete", 3],
  ])
})

describe('an API with a client of its own', () => {
  const schemes: { scheme: object; curl: string; powershell: string; typescript?: string }[] = [
    {
      scheme: { type: 'http', scheme: 'bearer' },
      curl: '--header "Authorization: Bearer $HARBOUR_FERRIES_TOKEN"',
      powershell: 'Authorization = "Bearer $env:HARBOUR_FERRIES_TOKEN"',
    },
    {
      scheme: { type: 'http', scheme: 'basic' },
      curl: '--user "$HARBOUR_FERRIES_TOKEN"',
      powershell: 'ToBase64String([Text.Encoding]::UTF8.GetBytes($env:HARBOUR_FERRIES_TOKEN))',
    },
    {
      scheme: { type: 'apiKey', in: 'header', name: 'X-Key' },
      curl: '--header "X-Key: $HARBOUR_FERRIES_TOKEN"',
      powershell: "'X-Key' = $env:HARBOUR_FERRIES_TOKEN",
    },
    {
      scheme: { type: 'apiKey', in: 'cookie', name: 'key' },
      curl: '--cookie "key=$HARBOUR_FERRIES_TOKEN"',
      powershell: 'Cookie = "key=$env:HARBOUR_FERRIES_TOKEN"',
    },
    {
      scheme: { type: 'apiKey', in: 'query', name: 'key' },
      curl: `'&key='"$HARBOUR_FERRIES_TOKEN"`,
      powershell: "&key=' + $env:HARBOUR_FERRIES_TOKEN)",
    },
  ]

  test.each(schemes)('$scheme', ({ scheme, curl, powershell }) => {
    const { 'x-service': _, ...own } = fixture
    const description = new Description({
      ...own,
      security: [{ key: [] }],
      components: { ...own.components, securitySchemes: { key: scheme } },
    })
    const [operation] = description.operations
    if (!operation) throw new Error('no operation')
    const request = sampleRequest(description, operation, undefined, 'harbour-ferries')
    expect(
      typescriptSample(request),
    ).toContain(`import { createClient } from '@clientele/client/harbour-ferries'

const harbourFerries = createClient({
  token: process.env.HARBOUR_FERRIES_TOKEN ?? '',
})`)
    expect(curlSample(request)).toContain(curl)
    expect(powershellSample(request)).toContain(powershell)
  })
})
