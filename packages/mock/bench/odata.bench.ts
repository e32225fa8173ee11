import { fileURLToPath } from 'node:url'
import type { Benchmark, BenchmarkContext, Comparison, Contestant } from '@clientele/bench'
import { createMock } from '../src/index.ts'

const RECORDS = 100_000
const DESCRIPTION = fileURLToPath(new URL('../../../specs/dist/graph-customers.yaml', import.meta.url))
const LIST = 'http://mock.bench/beta/Customers'
const COUNTRIES = ['GB', 'PT', 'US', 'NL', 'DK']

/** Queries by the name of their line, with the bound in milliseconds that the project sets itself. */
const QUERIES: { label: string; query: string; atMost?: number; aim?: number; status: number }[] = [
  {
    label: 'list with $filter and $orderby',
    query: "$filter=onboardingStatus eq 2 and countryLetterCode eq 'GB'&$orderby=displayName desc",
    atMost: 100,
    aim: 20,
    status: 200,
  },
  {
    label: 'list with dates and $count',
    query:
      '$filter=cosmosCreatedDateTimeUTC ge 2021-01-01&$orderby=cosmosCreatedDateTimeUTC desc&$count=true',
    atMost: 100,
    aim: 20,
    status: 200,
  },
  {
    label: '500 nested parentheses',
    query: `$filter=${'('.repeat(500)}isDeleted${')'.repeat(500)}`,
    atMost: 50,
    status: 400,
  },
  {
    label: '10,000 characters of text',
    query: `$filter=displayName ne '${'x'.repeat(10_000)}'`,
    atMost: 50,
    status: 400,
  },
  {
    label: '10,000 characters of alternatives',
    query: `$filter=${Array.from({ length: 500 }, () => 'contractType eq 2').join(' or ')}`,
    atMost: 50,
    status: 400,
  },
  {
    label: '8,000 characters of list',
    query: `$filter=onboardingStatus in (${Array.from({ length: 1600 }, (_, index) => 1000 + index).join(',')})`,
    atMost: 50,
    status: 200,
  },
  {
    label: 'the costliest filter that is accepted',
    query: `$filter=${Array.from({ length: 49 }, (_, index) => `contains(domain,'q${index}')`).join(' or ')}`,
    status: 200,
  },
]

/** The time from a request to the last byte of its answer, in-process, over a list of 100,000 customers. */
const benchmark: Benchmark = {
  name: 'OData query options over 100,000 records',
  unit: 'ms',
  async setup(context: BenchmarkContext) {
    const mock = createMock({ documents: [DESCRIPTION] })
    context.log(`filling the mock with ${RECORDS} customers`)
    mock.restore(stateOf(RECORDS))
    const pages = await skipTokens(mock.fetch)
    const timed = (url: string, status: number) => () => time(mock.fetch, url, status)
    const contestants: Contestant[] = QUERIES.map(({ label, query, status }) => ({
      name: label,
      measure: timed(`${LIST}?${encodeURI(query)}`, status),
    }))
    for (const [label, url] of Object.entries(pages))
      contestants.push({ name: label, measure: timed(url, 200) })
    const comparisons: Comparison[] = [
      ...QUERIES.map(({ label, atMost, aim }) => bound(label, atMost, aim)),
      ...Object.keys(pages).map((label) => bound(label, 5)),
    ]
    return { contestants, comparisons, teardown: () => mock.close() }
  },
}

export default benchmark

function bound(label: string, atMost?: number, aim?: number): Comparison {
  const limit = atMost === undefined ? {} : { bound: { atMost } }
  return { label, subject: label, ...limit, ...(aim !== undefined && { aim }) }
}

type Fetch = (request: Request) => Promise<Response>

async function time(fetch: Fetch, url: string, status: number): Promise<number> {
  const request = new Request(url, { headers: { Authorization: 'Bearer bench' } })
  const start = performance.now()
  const answer = await fetch(request)
  await answer.text()
  const elapsed = performance.now() - start
  if (answer.status !== status)
    throw new Error(`expected ${status} but got ${answer.status} for ${url.slice(0, 200)}`)
  return elapsed
}

/** Addresses of second pages, as the mock itself gives them. */
async function skipTokens(fetch: Fetch): Promise<Record<string, string>> {
  const next = async (query: string) => {
    const answer = await fetch(new Request(LIST + query, { headers: { Authorization: 'Bearer bench' } }))
    const body = (await answer.json()) as { '@odata.nextLink': string }
    return body['@odata.nextLink']
  }
  return {
    'a page of 100 by $skiptoken': await next('?$top=100'),
    'a sorted page of 100 by $skiptoken': await next('?$top=100&$orderby=displayName'),
  }
}

function stateOf(count: number) {
  const records = Array.from({ length: count }, (_, index) => {
    const value = customer(index)
    return { key: value.id, value }
  })
  return {
    format: 1 as const,
    collections: [
      { api: 'graph-customers', resource: '#seeded', parents: [], records: [{ key: '*', value: {} }] },
      { api: 'graph-customers', resource: '/Customers', parents: [], records },
    ],
  }
}

/** Values in an order of their own for each property, so that sorting has work to do. */
function customer(index: number) {
  const scattered = (index * 7919) % 100_003
  return {
    id: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
    displayName: `Customer ${scattered}`,
    domain: `customer${index}.example`,
    contractType: 2,
    countryLetterCode: COUNTRIES[index % COUNTRIES.length] ?? 'GB',
    deletedDateTime: null,
    isOnBoardedToMTM: index % 2 === 0,
    onboardingStatus: scattered % 4,
    delegatedPrivilegeStatus: scattered % 2,
    cosmosCreatedDateTimeUTC: `${new Date(1_577_836_800_000 + scattered * 1_800_000).toISOString().slice(0, 19)}Z`,
    isDeleted: false,
  }
}
