import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import {
  compare,
  draftDescription,
  isFinding,
  mergeReadings,
  parseDescription,
  readPage,
} from '../src/index.ts'
import { buildApiPage } from './grammar/api-page.ts'
import { apiPage, resourcePage } from './grammar/arbitraries.ts'
import { buildResourcePage } from './grammar/resource-page.ts'
import { lines } from './lines.ts'
import { folderWith } from './surroundings.ts'

const redocly = join(
  dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')),
  'bin/cli.js',
)

/** Redocly's verdict on drafts, by its strictest set of rules. */
function lint(drafts: object[]): string {
  const names = drafts.map((_, index) => `draft-${index}.yaml`)
  const files = drafts.map((draft, index) => [
    names[index],
    stringify(draft, { aliasDuplicateObjects: false }),
  ])
  const folder = folderWith(Object.fromEntries(files))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [redocly, 'lint', '--extends', 'recommended-strict', '--skip-rule', 'no-unused-components', ...names],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  )
  return status === 0 ? '' : stdout + stderr
}

const create = lines`
  # Create plan
  ## HTTP request
  \`\`\`http
  POST /groups/{id | mail}/plans
  POST /me/calendars/{id}/events/{id}/plans
  \`\`\`
  ## Request headers
  |Name|Description|
  |---|---|
  |Authorization|Bearer {token}. Required.|
  |Content-Type|application/json. Required.|
  ## Request body
  Supply a JSON representation of the [plan](../resources/plan.md) object.

  |Property|Type|Description|
  |---|---|---|
  |dueDateTime|DateTimeOffset|**TODO: Add Description** Required.|
  |kind|planKind|Possible values are: \`free\`, \`paid\`.|
  ## Response
  Returns a \`201 Created\` response code and a [plan](../resources/plan.md) object.
`

describe('a draft', () => {
  test('has paths, parameters, bodies and schemas, and no template words', () => {
    const draft = draftDescription(readPage('plan-create.md', create))
    expect(draft).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Groups API' },
      paths: {
        '/groups/{id}/plans': {
          post: {
            operationId: 'createGroupPlan',
            parameters: [{ name: 'id', in: 'path', required: true }],
            requestBody: {
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Plan' } } },
            },
            responses: { '201': {}, '4XX': { 'x-source': { basis: 'convention' } } },
          },
        },
        '/me/calendars/{id}/events/{id2}/plans': {
          post: { operationId: 'createMeCalendarEventPlan', parameters: [{ name: 'id' }, { name: 'id2' }] },
        },
      },
      components: {
        schemas: {
          Plan: {
            required: ['dueDateTime'],
            properties: {
              dueDateTime: { type: 'string', format: 'date-time', description: 'Due date time.' },
              kind: { $ref: '#/components/schemas/PlanKind' },
            },
          },
          PlanKind: { type: 'string', enum: ['free', 'paid'] },
        },
      },
    })
    expect(stringify(draft)).not.toMatch(/TODO/)
  })

  test.each([
    ['GET', '/customers', 'listCustomers'],
    ['GET', '/customers/{id}', 'getCustomer'],
    ['GET', '/customer', 'getCustomer'],
    ['PATCH', '/Customers/{CustomersId}', 'updateCustomer'],
    ['POST', '/customers/{id}/users', 'createCustomerUser'],
    ['DELETE', '/groups/{id}/members/{id}/$ref', 'deleteGroupMemberRef'],
    ['GET', "/reports/microsoft.graph.getUsage(period='{period}')", 'getReportGetUsage'],
  ])('%s %s is called %s', (method, path, id) => {
    const draft = draftDescription(
      readPage('page.md', `## HTTP request\n\`\`\`http\n${method} ${path}\n\`\`\``),
    )
    expect(JSON.stringify(draft)).toContain(`"operationId":"${id}"`)
  })

  test.each([
    ['GET', '/tasks/{id}/details', 'a [taskDetails](details.md) object', 'getTaskDetails'],
    ['PATCH', '/tasks/{id}/details', 'a [taskDetails](details.md) object', 'updateTaskDetails'],
    ['GET', '/tasks/{id}/details', 'a collection of [taskDetails](details.md) objects', 'listTaskDetails'],
    ['GET', '/tasks/{id}/orders', 'an [orderPage](page.md) object', 'listTaskOrders'],
  ])('%s %s that returns %s is called %s', (method, path, answer, id) => {
    const page = `## HTTP request\n\`\`\`http\n${method} ${path}\n\`\`\`\n## Response\nIf successful, this method returns a \`200 OK\` response code and ${answer} in the response body.`
    expect(JSON.stringify(draftDescription(readPage('page.md', page)))).toContain(`"operationId":"${id}"`)
  })

  test('a page of the grammar gives a draft that says what the page says', () => {
    fc.assert(
      fc.property(apiPage, (model) => {
        const reading = readPage('api/page.md', buildApiPage(consistent(model)).text)
        const draft = parseDescription(JSON.stringify(draftDescription(reading)), 'draft')
        const { checked, extras } = compare(draft, reading)
        expect(checked.filter(isFinding).map(({ fact, verdict }) => ({ fact, verdict }))).toEqual([])
        expect(extras).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('lints', () => {
    const pages = [
      readPage('plan-create.md', create),
      ...fc
        .sample(apiPage, { numRuns: 12, seed: 3 })
        .map((model) => readPage('page.md', buildApiPage(model).text)),
      ...fc
        .sample(resourcePage, { numRuns: 3, seed: 3 })
        .map((model) =>
          mergeReadings([
            readPage('plan-create.md', create),
            readPage('type.md', buildResourcePage(model).text),
          ]),
        ),
    ]
    expect(lint(pages.map((reading) => draftDescription(reading)))).toBe('')
  })
})

/**
 * A random page contradicts itself: its table and its example speak of different things under one type, and the
 * example lacks what the table requires. Here the example and the table each have a type of their own, nothing is
 * required, and what a status returns is said once.
 */
function consistent(model: Parameters<typeof buildApiPage>[0]): Parameters<typeof buildApiPage>[0] {
  const { body, response, example } = model
  return {
    ...model,
    // What the example lacks is not required in a draft that takes the example.
    headers: model.headers.map(({ name }) => ({ name, required: false })),
    body:
      body === 'none' || model.contentType === undefined
        ? 'none'
        : {
            type: 'Tbody',
            allRequired: false,
            properties: body.properties.map((property) => ({
              ...property,
              marks: property.marks.filter((mark) => mark !== 'required'),
            })),
          },
    contentType: body === 'none' ? undefined : model.contentType,
    response: { ...response, type: response.type === undefined ? undefined : 'Tbody' },
    example: {
      ...example,
      odataType: example.odataType === undefined ? undefined : '#microsoft.graph.Tbody',
    },
  }
}

describe('a draft that is compared with its own page has no finding', () => {
  const request = (address: string) => `# Do it\n## HTTP request\n\`\`\`http\n${address}\n\`\`\`\n`
  const block = (text: string) => `\`\`\`http\n${text}\n\`\`\`\n`

  test.each([
    [
      'an argument that may be left out',
      `${request('GET /a/use')}## Function parameters\n|Parameter|Type|Description|\n|---|---|---|\n|all|Boolean|Optional. All.|\n## Example\n${block('GET https://x.example/v1.0/a/use(all=true)')}`,
    ],
    [
      'null as a default',
      '# plan resource type\n## Properties\n|Property|Type|Description|\n|---|---|---|\n|end|DateTimeOffset|The default value is null.|',
    ],
    [
      'a header of several statuses',
      `${request('PATCH https://x.example/a')}## Response\nSends HTTP status 202 and a location header.\n\nReturns HTTP status 201.`,
    ],
    [
      'only a status of failure',
      `${request('GET https://x.example/a')}## Response\n|HTTP status code|Description|\n|---|---|\n|404|Not there.|`,
    ],
    [
      'null in one item and an object in the next',
      `${request('GET https://x.example/a')}## Example\n${block('GET https://x.example/a')}${block('HTTP/1.1 200 OK\nContent-Type: application/json\n\n[{ "when": null }, { "when": { "day": 1 } }]')}`,
    ],
    ['a path that ends with a slash', request('POST https://x.example/v1.0/a/notes/')],
    ['a version without a host', `${request('DELETE /v1/a/{id}')}`],
    [
      'an operation that only an example shows',
      `${request('POST https://x.example/v1/a/{id}/b')}## Example\n${block('GET https://x.example/v1/a/7/b')}`,
    ],
    [
      'a media type without a body',
      `${request('POST https://x.example/a')}## Example\n${block('POST https://x.example/a\nContent-Type: application/json\nContent-Length: 0')}`,
    ],
  ])('%s', (_, page) => {
    const reading = readPage('api/page.md', page)
    const draft = parseDescription(JSON.stringify(draftDescription(reading)), 'draft.json')
    const { checked, extras } = compare(draft, reading)
    expect(checked.filter((entry) => isFinding(entry))).toEqual([])
    expect(extras).toEqual([])
    expect(reading.notUnderstood).toEqual([])
  })
})
