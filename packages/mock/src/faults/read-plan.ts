import { isObject } from '../json/json.ts'
import {
  accepted,
  alternatives,
  checked,
  chosen,
  integer,
  list,
  number,
  object,
  readSettings,
  type Schema,
  type Shape,
  text,
  turned,
  word,
} from '../json/settings.ts'
import type { Budget, FaultKind, FaultMatch, FaultPlan, FaultRule, Latency } from './fault-plan.ts'

/** Longest latency in milliseconds; clients give up earlier. */
export const longestLatency = 300_000

const errorStatus = integer(400, 599)
const anyStatus = integer(200, 599)

/** These never have a body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5), so they cannot come with a page. */
const withoutBody = [204, 205, 304]

const pageStatus = chosen<number>((value) =>
  withoutBody.includes(value as number) ? 'must be a status whose answer can have a body' : anyStatus,
)

const percent = number(0, 100)
const milliseconds = number(0, longestLatency)

const budget = object<Budget>({ requests: integer(1), seconds: number(0.001, 86_400) }, [
  'requests',
  'seconds',
])

type Range = Exclude<Latency, number>

const range = checked(
  object<Range>({ min: milliseconds, max: milliseconds }, ['min', 'max']),
  ({ min, max }) =>
    min > max ? [{ steps: [], message: `must not have a min (${min}) above its max (${max})` }] : [],
)

const latency = chosen<Latency>((value) => {
  if (typeof value === 'number') return milliseconds
  return isObject(value) ? range : 'must be milliseconds, or a range such as { min: 100, max: 400 }'
})

const method = text('a method such as PATCH', /^[A-Za-z]+$/)

const methods = chosen<string | readonly string[]>((value) => (Array.isArray(value) ? list(method) : method))

/** `applied` is what a report adds; whoever edits a report may leave it in. */
const match: Shape<FaultMatch & { applied?: number }> = {
  method: methods,
  path: text('a path that starts with a slash', /^\//),
  operation: text(),
  api: text(),
  skip: integer(0),
  count: integer(1),
  percent,
  applied: integer(0),
}

type Settings<Kind extends FaultKind['kind']> = Omit<Extract<FaultKind, { kind: Kind }>, 'kind'>

const kinds: { readonly [Kind in FaultKind['kind']]: Shape<Settings<Kind>> } = {
  status: { status: errorStatus, retryAfter: integer(0), code: text(), message: text() },
  latency: { latency },
  throttle: { requests: integer(1), seconds: number(0.001, 86_400) },
  reset: { when: word('before', 'after') },
  truncate: { bytes: integer(0) },
  empty: { status: anyStatus },
  html: { status: pageStatus },
  contentType: {
    contentType: text(
      'a media type such as text/plain',
      /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\t\x20-\x7e]*)?$/,
    ),
  },
}

const required: { readonly [Kind in FaultKind['kind']]: readonly string[] } = {
  status: ['status'],
  latency: ['latency'],
  throttle: ['requests', 'seconds'],
  reset: [],
  truncate: [],
  empty: ['status'],
  html: [],
  contentType: ['contentType'],
}

const kindNames = Object.keys(kinds) as FaultKind['kind'][]

const ruleOfNoKind = checked(accepted<FaultRule>(isObject, 'must be an object'), () => [
  { steps: ['kind'], message: `must be ${alternatives(kindNames)}` },
])

const rulesByKind = new Map<unknown, Schema<FaultRule>>(kindNames.map((name) => [name, ruleOfKind(name)]))

function ruleOfKind(name: FaultKind['kind']): Schema<FaultRule> {
  const shape = { kind: word(...kindNames), ...kinds[name], ...match } as Shape<Record<string, unknown>>
  return turned(
    object(shape, required[name]),
    ({ applied: _applied, ...rule }) => rule as unknown as FaultRule,
  )
}

const rule = chosen<FaultRule>((value) => rulesByKind.get(isObject(value) && value.kind) ?? ruleOfNoKind)

/** A plan; an empty one means that nothing goes wrong. */
export const faultPlan = object<FaultPlan>({
  rules: list(rule),
  throttle: budget,
  errorRate: percent,
  latency,
})

/** @throws SettingsError */
export function readFaultPlan(value: unknown): FaultPlan {
  return readSettings('faults', value, faultPlan)
}
