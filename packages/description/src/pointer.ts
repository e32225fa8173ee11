import type { JsonObject } from './openapi.ts'

/** An object of the description behind its references, and the way to it. */
export interface Located<T extends object = JsonObject> {
  /** The object. What stands beside a `$ref` on the way wins over the object that the reference leads to. */
  readonly node: T
  /** What stands at the first place, its references not followed. */
  readonly raw: unknown
  /** Pointer of the object itself, behind every reference. */
  readonly pointer: string
  /** Every pointer on the way: first the place where it stands or is referred to, last `pointer`. */
  readonly chain: readonly string[]
}

/** A member of an object or array, under its key. */
export interface Member<T extends object = JsonObject> extends Located<T> {
  readonly name: string
}

/**
 * The names on the way of a JSON Pointer (RFC 6901, section 3).
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
 * The pointer in a local reference. The fragment is percent-decoded as a whole before it is taken apart
 * (RFC 6901, section 6); one that cannot be decoded is taken as it is written.
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

/** What stands at a pointer, references not followed; `undefined` when there is nothing. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    // The length of an array is a property of its own, but not one of its items.
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
