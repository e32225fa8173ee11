import { type Compiled, combine, constantOf, type Scope } from './compiled.ts'
import { describeType, type EdmType } from './edm.ts'
import type { Call } from './expression.ts'
import { malformed, notExecuted } from './query-option-error.ts'
import { dateText, durationOf, partsOf, timeOf, timeText } from './temporal.ts'

type ParameterKind = 'text' | 'number' | 'integer' | 'instant' | 'date' | 'time' | 'duration' | 'list'

interface Signature {
  parameters: readonly ParameterKind[]
  result: EdmType['kind'] | 'sameAsFirst'
  run: (...values: never[]) => unknown
}

const TYPES: Record<ParameterKind, readonly EdmType['kind'][]> = {
  text: ['String', 'Guid', 'Enum'],
  number: ['Number', 'Integer'],
  integer: ['Integer'],
  instant: ['DateTimeOffset'],
  date: ['Date'],
  time: ['TimeOfDay'],
  duration: ['Duration'],
  list: ['Collection'],
}

const MIN_DATE_TIME = '0001-01-01T00:00:00Z'
const MAX_DATE_TIME = '9999-12-31T23:59:59.999Z'

/** Canonical functions of the URL conventions, sections 5.1.1.5 to 5.1.1.9. */
const FUNCTIONS: Record<string, readonly Signature[]> = {
  concat: [
    { parameters: ['text', 'text'], result: 'String', run: (a: string, b: string) => a + b },
    {
      parameters: ['list', 'list'],
      result: 'sameAsFirst',
      run: (a: unknown[], b: unknown[]) => [...a, ...b],
    },
  ],
  contains: textOrList(
    (text, part) => text.includes(part),
    (list, part) => indexOfRun(list, part) >= 0,
  ),
  startswith: textOrList(
    (text, part) => text.startsWith(part),
    (list, part) => isRunAt(list, part, 0),
  ),
  endswith: textOrList(
    (text, part) => text.endsWith(part),
    (list, part) => isRunAt(list, part, list.length - part.length),
  ),
  indexof: [
    {
      parameters: ['text', 'text'],
      result: 'Integer',
      run: (text: string, part: string) => text.indexOf(part),
    },
    { parameters: ['list', 'list'], result: 'Integer', run: indexOfRun },
  ],
  length: [
    { parameters: ['text'], result: 'Integer', run: (text: string) => text.length },
    { parameters: ['list'], result: 'Integer', run: (list: unknown[]) => list.length },
  ],
  substring: [
    { parameters: ['text', 'integer'], result: 'String', run: slice },
    { parameters: ['text', 'integer', 'integer'], result: 'String', run: slice },
    { parameters: ['list', 'integer'], result: 'sameAsFirst', run: slice },
    { parameters: ['list', 'integer', 'integer'], result: 'sameAsFirst', run: slice },
  ],
  hassubset: [{ parameters: ['list', 'list'], result: 'Boolean', run: hasSubset }],
  hassubsequence: [{ parameters: ['list', 'list'], result: 'Boolean', run: hasSubsequence }],
  tolower: [{ parameters: ['text'], result: 'String', run: (text: string) => text.toLowerCase() }],
  toupper: [{ parameters: ['text'], result: 'String', run: (text: string) => text.toUpperCase() }],
  trim: [{ parameters: ['text'], result: 'String', run: (text: string) => text.trim() }],
  date: [{ parameters: ['instant'], result: 'Date', run: (text: string) => onParts(text, dateText) }],
  time: [{ parameters: ['instant'], result: 'TimeOfDay', run: (text: string) => onParts(text, timeText) }],
  year: dateComponent((date) => date.getUTCFullYear()),
  month: dateComponent((date) => date.getUTCMonth() + 1),
  day: dateComponent((date) => date.getUTCDate()),
  hour: clockComponent((milliseconds) => Math.floor(milliseconds / 3_600_000)),
  minute: clockComponent((milliseconds) => Math.floor(milliseconds / 60_000) % 60),
  second: clockComponent((milliseconds) => Math.floor(milliseconds / 1000) % 60),
  fractionalseconds: clockComponent((milliseconds) => (milliseconds % 1000) / 1000, 'Number'),
  totaloffsetminutes: [
    {
      parameters: ['instant'],
      result: 'Integer',
      run: (text: string) => partsOf(text)?.offsetMinutes ?? null,
    },
  ],
  totalseconds: [
    { parameters: ['duration'], result: 'Number', run: (text: string) => durationOf(text) / 1000 },
  ],
  mindatetime: [{ parameters: [], result: 'DateTimeOffset', run: () => MIN_DATE_TIME }],
  maxdatetime: [{ parameters: [], result: 'DateTimeOffset', run: () => MAX_DATE_TIME }],
  ceiling: [{ parameters: ['number'], result: 'Number', run: (value: number) => Math.ceil(value) }],
  floor: [{ parameters: ['number'], result: 'Number', run: (value: number) => Math.floor(value) }],
  round: [{ parameters: ['number'], result: 'Number', run: roundHalfAway }],
}

/**
 * Functions that are read and not run, with how many arguments each takes. `cast`, `isof` and the geo functions need a
 * model; `matchespattern` would run a caller's regular expression, which can be made to take hours.
 */
const NOT_EXECUTED: ReadonlyMap<string, number> = new Map([
  ['matchespattern', 2],
  ['geo.distance', 2],
  ['geo.intersects', 2],
  ['geo.length', 1],
  ['cast', 2],
  ['isof', 2],
])

/** How many arguments a canonical function takes, by its name in lower case; undefined for any other function. */
export function arityOf(name: string): readonly number[] | undefined {
  if (name === 'now') return [0]
  const other = NOT_EXECUTED.get(name)
  if (other !== undefined) return [other]
  const signatures = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  return signatures && [...new Set(signatures.map(({ parameters }) => parameters.length))]
}

/** Compiles a canonical function; the first signature that fits the types of the operands is run. */
export function compileCall({ name, arguments: given, type, position }: Call, scope: Scope): Compiled {
  if (NOT_EXECUTED.has(name)) {
    const what =
      type === undefined ? `the function '${name}'` : `the function '${name}' with the type '${type}'`
    throw notExecuted(scope.option, position, what)
  }
  if (name === 'now') return constantOf({ kind: 'DateTimeOffset' }, scope.now().toISOString(), position)
  const operands = given.map((operand) => scope.compile(operand, scope))
  const signatures = (Object.hasOwn(FUNCTIONS, name) && FUNCTIONS[name]) || []
  const signature = signatures.find((candidate) => accepts(candidate, operands))
  if (!signature) throw wrongArguments(name, signatures, operands, position, scope.option)
  const result =
    signature.result === 'sameAsFirst' ? operands[0]?.type : ({ kind: signature.result } as EdmType)
  return combine(result ?? { kind: 'Untyped' }, operands, runner(signature, operands, scope.option), position)
}

/** One and two arguments, which nearly all calls have, go without a list of values: half the time per record. */
function runner(signature: Signature, operands: readonly Compiled[], option: string): Compiled['evaluate'] {
  const run = signature.run as (...values: unknown[]) => unknown
  const [first, second, third] = operands.map((operand) => operand.evaluate)
  const [isFirst, isSecond] = signature.parameters.map((parameter) => isOfKind[parameter])
  if (!first || !isFirst) return () => run()
  if (!second || !isSecond) {
    return (it, variables) => {
      const value = first(it, variables)
      return isFirst(value) ? run(value) : null
    }
  }
  if (third) return sliceRunner(run, operands, signature, option)
  return (it, variables) => {
    const [a, b] = [first(it, variables), second(it, variables)]
    return isFirst(a) && isSecond(b) ? run(a, b) : null
  }
}

/** `substring` with a length, which must not be negative. */
function sliceRunner(
  run: (...values: unknown[]) => unknown,
  operands: readonly Compiled[],
  signature: Signature,
  option: string,
): Compiled['evaluate'] {
  return (it, variables) => {
    const values = operands.map((operand) => operand.evaluate(it, variables))
    const fit = signature.parameters.every((parameter, index) => isOfKind[parameter](values[index]))
    if (!fit) return null
    if (Number(values[2]) < 0)
      throw malformed(option, operands[2]?.position ?? 0, 'the length must not be negative')
    return run(...values)
  }
}

const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'

/** Run-time side of the parameter types: null, or untyped data of another type, makes the result null. */
const isOfKind: Record<ParameterKind, (value: unknown) => boolean> = {
  text: isText,
  instant: isText,
  date: isText,
  time: isText,
  duration: isText,
  number: isNumber,
  integer: isNumber,
  list: Array.isArray,
}

function accepts(signature: Signature, operands: readonly Compiled[]): boolean {
  if (signature.parameters.length !== operands.length) return false
  return signature.parameters.every((parameter, index) => {
    const kind = operands[index]?.type.kind ?? 'Null'
    return kind === 'Null' || kind === 'Untyped' || TYPES[parameter].includes(kind)
  })
}

function wrongArguments(
  name: string,
  signatures: readonly Signature[],
  operands: readonly Compiled[],
  position: number,
  option: string,
): Error {
  const given = operands.map((operand) => describeType(operand.type)).join(', ')
  const wanted = signatures.map((signature) => `${name}(${signature.parameters.join(', ')})`).join(' or ')
  return malformed(option, position, `'${name}(${given})' does not exist (there is ${wanted})`)
}

function textOrList(
  onText: (text: string, part: string) => boolean,
  onList: (list: unknown[], part: unknown[]) => boolean,
): Signature[] {
  return [
    { parameters: ['text', 'text'], result: 'Boolean', run: onText },
    { parameters: ['list', 'list'], result: 'Boolean', run: onList },
  ]
}

function dateComponent(read: (date: Date) => number): Signature[] {
  const onDate = (text: string) => onParts(`${text}T00:00:00Z`, (local) => read(new Date(local)))
  const onInstant = (text: string) => onParts(text, (local) => read(new Date(local)))
  return [
    { parameters: ['instant'], result: 'Integer', run: onInstant },
    { parameters: ['date'], result: 'Integer', run: onDate },
  ]
}

function clockComponent(
  read: (milliseconds: number) => number,
  result: EdmType['kind'] = 'Integer',
): Signature[] {
  const onTime = (text: string) => {
    const milliseconds = timeOf(text)
    return Number.isNaN(milliseconds) ? null : read(milliseconds)
  }
  const sinceMidnight = (local: number) => ((local % 86_400_000) + 86_400_000) % 86_400_000
  return [
    {
      parameters: ['instant'],
      result,
      run: (text: string) => onParts(text, (local) => read(sinceMidnight(local))),
    },
    { parameters: ['time'], result, run: onTime },
  ]
}

/** Runs on the wall clock of the zone that the value states, as the URL conventions want. */
function onParts<Result>(text: string, run: (local: number) => Result): Result | null {
  const parts = partsOf(text)
  return parts ? run(parts.local) : null
}

function slice<Sequence extends string | unknown[]>(sequence: Sequence, start: number, length?: number) {
  const from = start < 0 ? Math.max(0, sequence.length + start) : start
  return sequence.slice(from, length === undefined ? undefined : from + length)
}

/** Half-way cases go away from zero; `Math.round` takes -0.5 to 0. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value))
}

function isRunAt(list: unknown[], part: unknown[], at: number): boolean {
  return (
    at >= 0 && at + part.length <= list.length && part.every((item, index) => same(item, list[at + index]))
  )
}

function indexOfRun(list: unknown[], part: unknown[]): number {
  for (let at = 0; at + part.length <= list.length; at++) if (isRunAt(list, part, at)) return at
  return -1
}

function hasSubset(list: unknown[], part: unknown[]): boolean {
  const left = [...list]
  return part.every((item) => {
    const index = left.findIndex((candidate) => same(candidate, item))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}

function hasSubsequence(list: unknown[], part: unknown[]): boolean {
  let found = 0
  for (const item of list) if (found < part.length && same(item, part[found])) found += 1
  return found === part.length
}

function same(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === 'object' && JSON.stringify(left) === JSON.stringify(right))
}
