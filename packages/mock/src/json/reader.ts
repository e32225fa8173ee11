import { isObject } from './json.ts'
import { type Mistake, SettingsError } from './mistakes.ts'

/** Where a reader stands in a document, and where it notes what is wrong. */
export class Place {
  readonly path: string
  readonly #mistakes: Mistake[]

  constructor(path: string, mistakes: Mistake[]) {
    this.path = path
    this.#mistakes = mistakes
  }

  property(name: string): Place {
    const plain = /^[\w$-]+$/.test(name)
    const step = plain ? `.${name}` : `[${JSON.stringify(name)}]`
    return new Place(this.path === '' && plain ? name : this.path + step, this.#mistakes)
  }

  item(index: number): Place {
    return new Place(`${this.path}[${index}]`, this.#mistakes)
  }

  /** Notes a mistake. What the reader returns then is never used. */
  wrong(message: string): never {
    this.#mistakes.push({ at: this.path, message })
    return undefined as never
  }
}

/** Turns an unknown value into a `T`, or notes what is wrong with it. */
export type Reader<T> = (value: unknown, place: Place) => T

/**
 * Runs a reader over a whole document.
 *
 * @param what Names the document in the error.
 * @throws SettingsError with every mistake at once.
 */
export function readSettings<T>(what: string, value: unknown, reader: Reader<T>): T {
  const mistakes: Mistake[] = []
  const result = reader(value, new Place('', mistakes))
  if (mistakes.length > 0) throw new SettingsError(what, mistakes)
  return result
}

/** A number of the given range, both ends included. */
export function number(low: number, high: number): Reader<number> {
  return (value, place) => {
    if (typeof value === 'number' && value >= low && value <= high) return value
    return place.wrong(`must be a number from ${low} to ${high}`)
  }
}

/** A whole number of the given range, both ends included. */
export function integer(low: number, high = Number.MAX_SAFE_INTEGER): Reader<number> {
  const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`
  return (value, place) => {
    if (Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high)
      return value as number
    return place.wrong(`must be a whole number ${range}`)
  }
}

/** Text that is not empty, and matches the pattern where there is one. */
export function text(expected = 'text that is not empty', pattern = /./s): Reader<string> {
  return (value, place) => {
    if (typeof value === 'string' && pattern.test(value)) return value
    return place.wrong(`must be ${expected}`)
  }
}

/** One of the given words. */
export function word<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value, place) => {
    if (words.includes(value as T)) return value as T
    return place.wrong(`must be ${alternatives(words)}`)
  }
}

/** A list whose items the reader accepts. */
export function list<T>(item: Reader<T>): Reader<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return place.wrong('must be a list')
    return value.map((each, index) => item(each, place.item(index)))
  }
}

/** An object with any names, whose values the reader accepts. */
export function table<T>(item: Reader<T>): Reader<Record<string, T>> {
  return (value, place) => {
    if (!isObject(value)) return place.wrong('must be an object')
    const entries = Object.entries(value).map(([name, each]) => [name, item(each, place.property(name))])
    return Object.fromEntries(entries)
  }
}

/** Readers of the properties that an object may have. */
export type Shape<T> = { readonly [Name in keyof T]-?: Reader<Exclude<T[Name], undefined>> }

/** An object with these properties and no others; `required` ones must be there. */
export function object<T extends object>(
  shape: Shape<T>,
  required: readonly (keyof T & string)[] = [],
): Reader<T> {
  const readers = new Map<string, Reader<unknown>>(Object.entries(shape))
  return (value, place) => {
    if (!isObject(value)) return place.wrong('must be an object')
    const result: Record<string, unknown> = {}
    for (const [name, each] of Object.entries(value)) {
      const reader = readers.get(name)
      if (reader) result[name] = reader(each, place.property(name))
      else place.property(name).wrong(`is not known here; known are ${[...readers.keys()].join(', ')}`)
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) place.wrong(`needs the property ${name}`)
    }
    return result as T
  }
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
