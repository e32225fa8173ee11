import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMock, type Listening } from '../../src/index.ts'
import { type Ask, asking, description } from '../ask.ts'
import { type PrismProxy, startPrismProxy } from './prism-proxy.ts'

const bundle = (api: string) => fileURLToPath(new URL(`../../../../specs/dist/${api}.yaml`, import.meta.url))
const customer = 'f08db22f-d293-456a-b170-fab23d90fbac'

/** A request, and how it must be answered; `{new}` is what the last creation answered as its place. */
type Step = readonly [line: string, status: number, body?: unknown]

interface Walk {
  readonly name: string
  readonly file: string
  readonly base: string
  readonly operations: number
  readonly steps: readonly Step[]
}

/** Every operation of every description at least once, and the ones that change something in between. */
const walks: readonly Walk[] = [
  {
    name: 'graph-customers',
    file: bundle('graph-customers'),
    base: '/beta',
    operations: 5,
    steps: [
      ['GET /Customers', 200],
      ['GET /Customers?$select=displayName&$top=2&$count=true', 200],
      [
        'POST /Customers',
        201,
        { displayName: 'Tailspin Toys', domain: 'tailspin.example', isOnBoardedToMTM: false },
      ],
      ['GET {new}', 200],
      ['GET {new}?$select=displayName', 200],
      ['PATCH {new}', 200, { displayName: 'Tailspin Games', deletedDateTime: null }],
      ['DELETE {new}', 204],
      ['GET {new}', 404],
    ],
  },
  {
    name: 'graph-customer-profile',
    file: bundle('graph-customer-profile'),
    base: '/beta',
    operations: 1,
    steps: [['PATCH /customer', 200, { billingProfile: { firstName: 'Mira', culture: 'nl-NL' } }]],
  },
  {
    name: 'partner-center-users',
    file: bundle('partner-center-users'),
    base: '/v1',
    operations: 5,
    steps: [
      [`GET /customers/${customer}/users`, 200],
      [`GET /customers/${customer}/users?size=1`, 200],
      [
        `POST /customers/${customer}/users`,
        201,
        {
          userPrincipalName: 'noor.visser@harbourlane.example',
          displayName: 'Noor Visser',
          firstName: 'Noor',
          lastName: 'Visser',
          usageLocation: 'NL',
          passwordProfile: { password: 'Str0ng&Secret', forceChangePassword: true },
        },
      ],
      ['GET {new}', 200],
      ['PATCH {new}', 200, { displayName: 'Noor de Visser' }],
      ['DELETE {new}', 204],
      ['GET {new}', 200],
      ['PATCH {new}', 200, { state: 'active', attributes: { objectType: 'CustomerUser' } }],
      [`GET /customers/9a2f1c4e-7d3b-4f6a-8c5d-1e2f3a4b5c6d/users`, 200],
    ],
  },
  {
    name: 'library',
    file: description('library.yaml'),
    base: '/v2',
    operations: 7,
    steps: [
      ['GET /books', 200],
      ['POST /books', 201, { isbn: '9781111111111', title: 'New', lender: { code: 'n' } }],
      ['GET {new}', 200],
      ['PATCH {new}', 200, { subtitle: null, pages: 12 }],
      ['PUT {new}', 200, { isbn: '9781111111111', title: 'Other' }],
      ['PUT /books/9782222222222', 201, { isbn: '9782222222222', title: 'Put' }],
      ['POST /books/9781111111111/loan', 200],
      ['DELETE {new}', 204],
    ],
  },
  {
    name: 'events',
    file: description('events/openapi.yaml'),
    base: '/live',
    operations: 11,
    steps: [
      ['GET /events', 200],
      ['POST /events', 201, { title: 'New', doorCode: '1' }],
      ['GET {new}', 200],
      ['PATCH {new}', 200, { capacity: null }],
      ['DELETE {new}', 200],
      ['GET /events/evt_4Kd82/seats', 200],
      ['POST /events/evt_4Kd82/seats', 201, { row: 'C' }],
      ['GET {new}', 200],
      ['DELETE {new}', 204],
      ['GET /settings', 200],
      ['PUT /settings', 200, { currency: 'USD' }],
    ],
  },
  {
    name: 'blog',
    file: description('blog.yaml'),
    base: '/api',
    operations: 8,
    steps: [
      ['GET /articles', 200],
      ['POST /articles', 201, { article: { title: 'Hello' } }],
      ['GET {new}', 200],
      ['PUT {new}', 200, { article: { title: 'Hello again' } }],
      ['GET {new}/comments', 200],
      ['POST {new}/comments', 200, { body: 'First!' }],
      ['DELETE {new}/comments/4', 204],
      ['DELETE {new}', 204],
    ],
  },
]

describe.each(walks)(
  'prism proxy --errors finds nothing to say about $name',
  ({ file, base, operations, steps }) => {
    const mock = createMock({ documents: [file] })
    let listening: Listening
    let proxy: PrismProxy
    let ask: Ask

    beforeAll(async () => {
      listening = await mock.listen()
      proxy = await startPrismProxy(file, `${listening.url}${base}`)
      ask = asking(fetch, proxy.url)
    }, 30_000)

    afterAll(async () => {
      await proxy.stop()
      await mock.close()
    })

    test('request by request', async () => {
      let created = ''
      for (const [line, status, body] of steps) {
        const answer = await ask(line.replace('{new}', created), body)
        const said = [
          line,
          answer.status,
          answer.headers.get('sl-violations'),
          answer.status === status ? '' : answer.text,
        ]
        expect(said).toEqual([line, status, null, ''])
        if (status === 201 && answer.location !== '') created = answer.location.slice(base.length)
      }
    })

    test('and every operation was asked', () => {
      const asked = mock.requests().map(({ operation }) => operation)
      expect(new Set(asked).size).toBe(operations)
    })
  },
)
