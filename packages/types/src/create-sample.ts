/** What may differ from a sample: any part of it, at any depth. A list replaces the whole list. */
export type Overrides<Type> = Type extends readonly unknown[]
  ? Type
  : Type extends object
    ? { [Key in keyof Type]?: Overrides<Type[Key]> }
    : Type

/**
 * Creates test data of one type.
 *
 * @param overrides What should differ. An optional property that is `undefined` is left out.
 * @returns A new object at each call, so a test may change it.
 */
export type Sample<Type> = (overrides?: Overrides<Type>) => Type

/**
 * Makes a function that returns copies of a value with some parts replaced.
 *
 * @param value The value without overrides.
 * @param required JSON Pointers of the properties that stay even if an override is `undefined`.
 */
export function createSample<Type>(value: unknown, required: readonly string[]): Sample<Type> {
  return (overrides) => merge(value, overrides, '', new Set(required)) as Type
}

function merge(value: unknown, override: unknown, at: string, required: ReadonlySet<string>): unknown {
  const chosen = override === undefined ? value : override
  if (!isObject(chosen)) return structuredClone(chosen)
  const base = isObject(value) ? value : {}
  const changes = isObject(override) ? override : {}
  const merged: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(base), ...Object.keys(changes)])) {
    const place = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const isLeftOut = name in changes && changes[name] === undefined && !required.has(place)
    if (!isLeftOut) merged[name] = merge(base[name], changes[name], place, required)
  }
  return merged
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
