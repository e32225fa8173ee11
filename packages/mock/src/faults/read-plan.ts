import { isObject } from '../json/json.ts'
import {
  integer,
  list,
  number,
  object,
  type Place,
  type Reader,
  readSettings,
  type Shape,
  text,
  word,
} from '../json/reader.ts'
import type { Budget, FaultKind, FaultMatch, FaultPlan, FaultRule, Latency } from './fault-plan.ts'

/** Longest latency in milliseconds: beyond it a client's own time limit is what is tested. */
export const longestLatency = 300_000

const errorStatus = integer(400, 599)
const anyStatus = integer(200, 599)

/** These never have a body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5), so no page can come with them. */
const withoutBody = [204, 205, 304]

const pageStatus: Reader<number> = (value, place) =>
  withoutBody.includes(value as number)
    ? place.wrong('must be a status whose answer can have a body')
    : anyStatus(value, place)

const percent = number(0, 100)
const milliseconds = number(0, longestLatency)

const budget = object<Budget>({ requests: integer(1), seconds: number(0.001, 86_400) }, [
  'requests',
  'seconds',
])

const range = object<Exclude<Latency, number>>({ min: milliseconds, max: milliseconds }, ['min', 'max'])

const latency: Reader<Latency> = (value, place) => {
  if (typeof value === 'number') return milliseconds(value, place)
  if (!isObject(value)) return place.wrong('must be milliseconds, or a range such as { min: 100, max: 400 }')
  const { min, max } = range(value, place)
  if (min > max) place.wrong(`must not have a min (${min}) above its max (${max})`)
  return { min, max }
}

const method = text('a method such as PATCH', /^[A-Za-z]+$/)

const methods: Reader<string | readonly string[]> = (value, place) =>
  Array.isArray(value) ? list(method)(value, place) : method(value, place)

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
const kind = word(...kindNames)

const rule: Reader<FaultRule> = (value, place) => {
  if (!isObject(value)) return place.wrong('must be an object')
  const name = value.kind as FaultKind['kind']
  if (!kindNames.includes(name)) return kind(value.kind, place.property('kind')) as never
  const { applied: _applied, ...read } = ruleReader(name)(value, place)
  return read as unknown as FaultRule
}

function ruleReader(name: FaultKind['kind']) {
  const shape = { kind, ...kinds[name], ...match } as Shape<Record<string, unknown>>
  return object(shape, required[name])
}

/** Reads a plan; an empty one means that nothing goes wrong. */
export const faultPlan: Reader<FaultPlan> = (value: unknown, place: Place) =>
  object<FaultPlan>({ rules: list(rule), throttle: budget, errorRate: percent, latency })(value, place)

/** @throws SettingsError */
export function readFaultPlan(value: unknown): FaultPlan {
  return readSettings('faults', value, faultPlan)
}
