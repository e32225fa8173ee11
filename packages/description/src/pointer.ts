import type { JsonObject } from './openapi.ts'

/** An object of the description with its references followed, and the way to it. */
export interface Located<T extends object = JsonObject> {
  /** The object. Keywords beside a `$ref` on the way win over those of the object that the reference leads to. */
  readonly node: T
  /** The value at the first place, with its references not followed. */
  readonly raw: unknown
  /** Pointer of the object itself, after every reference. */
  readonly pointer: string
  /** Every pointer on the way, from the place where the object was looked up to `pointer`. */
  readonly chain: readonly string[]
}

/** A member of an object or array, under its key. */
export interface Member<T extends object = JsonObject> extends Located<T> {
  readonly name: string
}

/**
 * The steps of a JSON Pointer, unescaped (RFC 6901, section 3).
 *
 * @example pointerSteps('/paths/~1things~1{id}/get') // ['paths', '/things/{id}', 'get']
 */
export function pointerSteps(pointer: string): string[] {
  const steps = pointer.split('/').slice(1)
  return pointer.includes('~') ? steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')) : steps
}

/**
 * A pointer to something below another pointer.
 *
 * @example joinPointer('/paths', '/things/{id}', 'get') // '/paths/~1things~1{id}/get'
 */
export function joinPointer(pointer: string, ...names: string[]): string {
  let joined = pointer
  for (const name of names) joined += `/${/[~/]/.test(name) ? escaped(name) : name}`
  return joined
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/**
 * The pointer in a local reference. The fragment is percent-decoded as a whole before it is split (RFC 6901, section 6);
 * one that cannot be decoded is used as it is.
 *
 * @returns `undefined` when the reference leads to another document, or to an anchor.
 * @example referencePointer('#/components/schemas/Caf%C3%A9') // '/components/schemas/Café'
 */
export function referencePointer(reference: string): string | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined
  const fragment = reference.slice(1)
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** The value at a pointer, with references not followed; `undefined` when there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    // `length` is an own property of an array, but not one of its items.
    if (Array.isArray(value) && step === 'length') return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/**
 * The name of the component that a pointer leads to.
 *
 * @param kind The field of the Components Object, for example `schemas`.
 * @example componentName('/components/schemas/Customer', 'schemas') // 'Customer'
 */
export function componentName(pointer: string, kind: string): string | undefined {
  const [components, found, name, ...rest] = pointerSteps(pointer)
  return components === 'components' && found === kind && rest.length === 0 ? name : undefined
}
