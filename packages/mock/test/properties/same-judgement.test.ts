import { createRequire } from 'node:module'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Api } from '../../src/description/api.ts'
import { Source } from '../../src/description/load/sources.ts'
import type { Operation } from '../../src/description/operation.ts'
import { validatorOf } from '../../src/engine/request.ts'
import { Exchange } from '../../src/exchange/exchange.ts'
import type { MockRequest } from '../../src/exchange/message.ts'
import { compileChecks } from '../../src/server/compile-checks.ts'
import { seededRandom } from '../../src/store/random.ts'
import { MemoryStore } from '../../src/store/store.ts'
import { type CompiledChecks, useChecks } from '../../src/values/ahead.ts'
import { withoutMarked } from '../../src/values/marked.ts'
import { description } from '../ask.ts'
import { apis, bundlePath } from '../conformance/judge.ts'

// The judge is Prism as its own command builds it: its loader, its operations, its whole validation.
const { getHttpOperationsFromSpec } = createRequire(import.meta.url)('@stoplight/prism-http')
const { validateInput } = createRequire(import.meta.url)('@stoplight/prism-http/dist/validator/index.js')

const files = [
  ...apis.map(bundlePath),
  description('library.yaml'),
  description('events/openapi.yaml'),
  description('parameters.yaml'),
]
const shared = { store: new MemoryStore(), clock: { now: () => new Date() }, random: seededRandom() }

describe.each(files)(
  'our own check, compiled now or ahead, accepts what Prism accepts, and its findings are those of Prism, for %s',
  (file) => {
    const load = () => new Source(file, new Set(), () => ({})).load()
    const api = load()
    const apiAhead = load()

    beforeAll(async () => {
      // What is compiled now comes first: what was compiled ahead is used as soon as it is known.
      for (const operation of api.operations) validatorOf({ api, operation }).compileAll()
      useChecks(await checksFrom(await compileChecks({ documents: [file] })))
    })

    test.each(api.operations.map((operation) => [operation.id, operation] as const))(
      '%s',
      async (_, operation) => {
        const resource = (await getHttpOperationsFromSpec(file)).find(
          (each: { method: string; path: string }) =>
            each.method.toUpperCase() === operation.method && each.path === operation.path,
        )
        const now = validatorOf({ api, operation })
        const same = apiAhead.operations.find(({ id }) => id === operation.id) as Operation
        const ahead = validatorOf({ api: apiAhead, operation: same })
        const compiling = vi.spyOn(globalThis, 'Function')
        const seen = { accepted: 0, refused: 0 }
        fc.assert(
          fc.property(requests(operation), (request) => {
            const exchange = exchangeFor(api, operation, request)
            const { body } = exchange
            exchange.body = withoutMarked(body, now.content(exchange.bodyMediaType)?.schema, 'readOnly')
            const prisms = prismsFindings(resource, exchange)
            const accepted = prisms?.length === 0
            seen[accepted ? 'accepted' : 'refused']++
            const [judgedNow, judgedAhead] = [now, ahead].map((validator) => {
              const content = validator.content(exchange.bodyMediaType)
              compiling.mockClear()
              return {
                accepted: validator.accepts(exchange, content),
                violations: validator.violations(exchange, content),
                compiled: compiling.mock.calls.length,
              }
            })
            expect(judgedNow?.accepted).toBe(accepted)
            const found = judgedNow?.violations.map(({ message }) => message.toLowerCase())
            // For a value that cannot be parsed, this is the only finding at its place.
            if (prisms) expect(found).toEqual(prisms)
            else expect(found?.length).toBeGreaterThan(0)
            expect(judgedAhead).toEqual({ ...judgedNow, compiled: 0 })
          }),
          { numRuns: 300, seed: 4 },
        )
        // Without accepted requests the property would say nothing.
        expect(seen.accepted).toBeGreaterThan(0)
      },
    )
  },
)

/** The checks in a module, as a page imports them. */
async function checksFrom(text: string): Promise<CompiledChecks> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  return (await import(/* @vite-ignore */ url)).default
}

interface Made {
  readonly path: Record<string, string>
  readonly query: Record<string, string | string[]>
  readonly headers: Record<string, string>
  readonly body: unknown
}

const anyText = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1.5',
    'true',
    'false',
    'abc',
    'a,b',
    '9781111111111',
    '2026-01-01',
    'red',
    'null',
  ),
  fc.constantFrom('52dde42a-e42a-52dd-2ae4-dd522ae4dd52', 'id', '2026-01-01T00:00:00Z', '1,2,3', '1|2'),
  fc.stringMatching(/^[ -~]{1,12}$/),
)

/** Values near what is described: right ones, wrong ones, missing ones, ones of another type. */
function requests(operation: Operation): fc.Arbitrary<Made> {
  const [content] = operation.requestContents()
  const body = content?.schema
    ? fc.oneof({ weight: 9, arbitrary: near(content.schema) }, { weight: 1, arbitrary: fc.jsonValue() })
    : fc.constant(undefined)
  return fc.record({
    path: parameters(operation, 'path', (name) => name) as fc.Arbitrary<Record<string, string>>,
    query: parameters(operation, 'query', (name) => name),
    headers: parameters(operation, 'header', (name) => name.toLowerCase()) as fc.Arbitrary<
      Record<string, string>
    >,
    body,
  })
}

function parameters(
  operation: Operation,
  place: string,
  spelt: (name: string) => string,
): fc.Arbitrary<Record<string, string | string[]>> {
  const described = operation.full().parameters as {
    name: string
    in: string
    required?: boolean
    schema: Record<string, unknown>
  }[]
  const here = described.filter((parameter) => parameter.in === place)
  const members = here.map(({ name, schema }) => [spelt(name), textFor(schema, place)] as const)
  const strange = place === 'query' ? { strange: anyText } : {}
  const requiredKeys = here.filter(({ required }) => required).map(({ name }) => spelt(name))
  const whole = fc.record(
    { ...Object.fromEntries(members), ...strange },
    { requiredKeys: requiredKeys as never[] },
  )
  return whole as fc.Arbitrary<Record<string, string | string[]>>
}

function textFor(schema: Record<string, unknown>, place: string): fc.Arbitrary<string | string[]> {
  const right = fc.constantFrom(...rightTexts(schema))
  const repeated = place === 'query' ? fc.array(anyText, { minLength: 2, maxLength: 3 }) : anyText
  return fc.oneof(
    { weight: 20, arbitrary: right },
    { weight: 4, arbitrary: anyText },
    { weight: 1, arbitrary: repeated },
  )
}

const byFormat: Record<string, string> = { date: '2026-01-01', uuid: '52dde42a-e42a-52dd-2ae4-dd522ae4dd52' }

function rightTexts(schema: Record<string, unknown>): string[] {
  if (Array.isArray(schema.enum)) return schema.enum.map(String)
  if (schema.items) return rightTexts(schema.items as Record<string, unknown>)
  if (schema.pattern) return ['9781111111111']
  if (schema.type === 'boolean') return ['true', 'false']
  return [byFormat[String(schema.format)] ?? '1']
}

/** A value that follows a schema most of the time. */
function near(schema: Record<string, unknown>, depth = 0): fc.Arbitrary<unknown> {
  const right = rightFor(schema, depth)
  return fc.oneof(
    { weight: 20, arbitrary: right },
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, 1, 'x', true, [], {}) },
  )
}

function rightFor(schema: Record<string, unknown>, depth: number): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  if (Array.isArray(schema.allOf)) {
    const parts = schema.allOf.map((part) => rightFor(part, depth))
    return fc.tuple(...parts).map((values) => Object.assign({}, ...values))
  }
  if (Array.isArray(schema.oneOf)) return fc.oneof(...schema.oneOf.map((part) => rightFor(part, depth)))
  const type = [schema.type].flat()[0]
  const properties = schema.properties as Record<string, Record<string, unknown>> | undefined
  if (properties && depth < 4) {
    const members = Object.entries(properties).map(
      ([name, member]) => [name, near(member, depth + 1)] as const,
    )
    const extra = fc.oneof(
      { weight: 9, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.constant({ strange: 1 }) },
    )
    return fc
      .tuple(fc.record(Object.fromEntries(members), { requiredKeys: usually(schema) as never[] }), extra)
      .map(([known, more]) => ({ ...known, ...more }))
  }
  if (schema.pattern) return fc.constant('9781111111111')
  if (type === 'array')
    return fc.array(near((schema.items as Record<string, unknown>) ?? {}, depth + 1), { maxLength: 2 })
  if (type === 'integer') return fc.integer({ min: -1, max: 5 })
  if (type === 'number') return fc.double({ noNaN: true })
  if (type === 'boolean') return fc.boolean()
  if (schema.format === 'date-time') return fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01', 'soon')
  return fc.constantFrom(
    '',
    'a',
    'abc',
    '9781111111111',
    'EUR',
    'active',
    '52dde42a-e42a-52dd-2ae4-dd522ae4dd52',
  )
}

/** Required properties are there; wrong values are tried in their place, `undefined` among them. */
function usually({ required = [], properties }: Record<string, unknown>): string[] {
  const names = (required as string[]).filter((name) => Object.hasOwn(properties as object, name))
  return names
}

function exchangeFor(api: Api, operation: Operation, made: Made): Exchange {
  const request: MockRequest = {
    method: operation.method,
    path: '/',
    search: '',
    origin: 'http://mock.test',
    headers: made.headers,
    body: undefined,
  }
  const route = { api, operation, basePath: '', pathParameters: made.path }
  const exchange = new Exchange(request, route, made.query, shared)
  exchange.body = made.body
  return exchange
}

/** In lower case, as Prism writes the names of parameters; undefined where it throws. */
function prismsFindings(resource: unknown, exchange: Exchange): string[] | undefined {
  const { operation, pathParameters, query, headers, body } = exchange
  const sent = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': '1' }
  const element = {
    method: operation.method.toLowerCase(),
    url: { path: operation.pathTo(pathParameters), query },
    headers: { ...headers, ...sent },
    body,
  }
  try {
    const judged = validateInput({ resource: withoutUnsentLists(resource, headers), element })
    const found: { severity: number; message: string }[] = judged._tag === 'Right' ? [] : judged.left
    return found.filter(({ severity }) => severity === 0).map(({ message }) => message.toLowerCase())
  } catch {
    // Prism answers 500 to a value that it cannot take apart: it does not accept it either.
    return undefined
  }
}

/** Prism throws at an optional list that is not among the headers; no request is wrong for that. */
function withoutUnsentLists(resource: unknown, sent: Record<string, string>): unknown {
  const { request } = resource as { request?: { headers?: PrismHeader[] } }
  const headers = request?.headers?.filter(
    ({ name, schema, required }) =>
      required || schema?.type !== 'array' || sent[name.toLowerCase()] !== undefined,
  )
  return { ...(resource as object), request: { ...request, headers } }
}

interface PrismHeader {
  readonly name: string
  readonly required?: boolean
  readonly schema?: { readonly type?: unknown }
}
