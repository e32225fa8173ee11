import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Benchmark, BenchmarkContext } from '@clientele/bench'
import { compileFilter, compileOrderBy, parseExpression } from '../src/index.ts'

const FILTERS = [
  'Rating ge 4',
  "Country eq 'PT' and Rating ge 4",
  "startswith(Name,'Cust') and (Rating add 1 gt 3 or not Discontinued)",
  'year(Created) eq 2023 and Created lt 2023-07-01T00:00:00Z',
  "Items/any(i:i/Quantity gt 100 and contains(i/Name,'box'))",
]

interface Row {
  Name: string
  Country: string
  Rating: number
  Discontinued: boolean
  Created: string
}

const schema = {
  type: 'object',
  properties: {
    Name: { type: 'string' },
    Country: { type: 'string' },
    Rating: { type: 'integer' },
    Discontinued: { type: 'boolean' },
    Created: { type: 'string', format: 'date-time' },
  },
}

const rows: Row[] = Array.from({ length: 100_000 }, (_, index) => {
  const scattered = (index * 7919) % 100_003
  return {
    Name: `Customer ${scattered}`,
    Country: ['GB', 'PT', 'US', 'NL', 'DK'][index % 5] ?? 'GB',
    Rating: scattered % 6,
    Discontinued: index % 3 === 0,
    Created: `${new Date(1_577_836_800_000 + scattered * 1_800_000).toISOString().slice(0, 19)}Z`,
  }
})

const EXECUTED: { label: string; filter: string; byHand: (row: Row) => boolean }[] = [
  {
    label: 'two comparisons',
    filter: "Country eq 'PT' and Rating ge 4",
    byHand: ({ Country, Rating }) => Country === 'PT' && Rating >= 4,
  },
  {
    label: 'text functions',
    filter: "startswith(Name,'Customer 1') and not endswith(Name,'7')",
    byHand: ({ Name }) => Name.startsWith('Customer 1') && !Name.endsWith('7'),
  },
  {
    label: 'an instant',
    filter: 'Created lt 2023-07-01T00:00:00Z',
    byHand: ({ Created }) => Date.parse(Created) < Date.UTC(2023, 6, 1),
  },
]

/** Microseconds that one filter takes to be parsed, over many turns. */
function parsing(parse: (filter: string) => unknown): () => number {
  return () => {
    const turns = 2000
    const started = performance.now()
    for (let turn = 0; turn < turns; turn++) for (const filter of FILTERS) parse(filter)
    return ((performance.now() - started) * 1000) / (turns * FILTERS.length)
  }
}

/** Microseconds to filter all rows, which must leave as many as the predicate written by hand. */
function filtering(predicate: (row: Row) => boolean, wanted: number): () => number {
  return () => {
    const started = performance.now()
    const found = rows.filter(predicate).length
    const elapsed = performance.now() - started
    if (found !== wanted) throw new Error(`expected ${wanted} rows but got ${found}`)
    return elapsed * 1000
  }
}

const benchmark: Benchmark = {
  name: 'OData expressions: parsing beside @odata/parser, filtering beside a predicate written by hand',
  unit: 'µs',
  async setup(context: BenchmarkContext) {
    const folder = await context.installPeers({ '@odata/parser': '0.2.14' })
    const peer = createRequire(join(folder, 'node_modules/'))('@odata/parser') as {
      defaultParser: { filter(text: string): unknown }
    }
    const executed = EXECUTED.flatMap(({ label, filter, byHand }) => {
      const wanted = rows.filter(byHand).length
      const compiled = compileFilter(filter, { schema })
      return [
        { name: `compiled: ${label}`, measure: filtering(compiled, wanted) },
        { name: `by hand: ${label}`, measure: filtering(byHand, wanted) },
      ]
    })
    const order = compileOrderBy('Country,Rating desc', { schema })
    return {
      contestants: [
        { name: 'parse', measure: parsing((text) => parseExpression({ option: '$filter', text })) },
        { name: 'parse and compile', measure: parsing((text) => compileFilter(text)) },
        { name: '@odata/parser', measure: parsing((text) => peer.defaultParser.filter(text)) },
        ...executed,
        { name: 'hostile: 8,000 brackets', measure: refusal(`${'('.repeat(8000)}`) },
        { name: 'hostile: 8,000 characters of a string', measure: refusal(`Name eq '${'x'.repeat(8000)}`) },
        {
          name: 'sort 1,000 rows',
          measure: () => {
            const started = performance.now()
            rows.slice(0, 1000).sort(order)
            return (performance.now() - started) * 1000
          },
        },
      ],
      comparisons: [
        { label: 'parse', subject: 'parse', peer: '@odata/parser', bound: { atMost: 1 } },
        {
          label: 'parse and compile',
          subject: 'parse and compile',
          peer: '@odata/parser',
          bound: { atMost: 1 },
        },
        ...EXECUTED.map(({ label }) => ({
          label: `100,000 rows: ${label}`,
          subject: `compiled: ${label}`,
          peer: `by hand: ${label}`,
          bound: { atMost: 10 },
        })),
        { label: '8,000 brackets refused', subject: 'hostile: 8,000 brackets', bound: { atMost: 5000 } },
        {
          label: 'a string of 8,000 characters refused',
          subject: 'hostile: 8,000 characters of a string',
          bound: { atMost: 5000 },
        },
        { label: '1,000 rows sorted by two properties', subject: 'sort 1,000 rows' },
      ],
    }
  },
}

/** Microseconds until a text is refused. */
function refusal(text: string): () => number {
  return () => {
    const started = performance.now()
    try {
      parseExpression({ option: '$filter', text })
    } catch {
      return (performance.now() - started) * 1000
    }
    throw new Error(`accepted: ${text.slice(0, 40)}`)
  }
}

export default benchmark
